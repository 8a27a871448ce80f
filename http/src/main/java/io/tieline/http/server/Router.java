package io.tieline.http.server;

import io.netty.handler.codec.http.HttpMethod;
import io.tieline.wire.RpcError;
import org.jspecify.annotations.Nullable;

/**
 * Brings a request to what is served at its path, with or without that of the public URL. Behind
 * the path of an endpoint may stand the name of a service: {@code /mcp/NAME}.
 */
final class Router implements Endpoint {

    private static final String MCP_PATH = "/mcp";
    private static final String HEALTH_PATH = "/healthz";

    private final ServedServices services;
    private final PageAccess pages;
    private final PublicBase base;
    private final LoopHealth health;
    private final ResourceMetadata metadata;

    Router(
            ServedServices services,
            PageAccess pages,
            PublicBase base,
            LoopHealth health,
            ResourceMetadata metadata) {
        this.health = health;
        this.metadata = metadata;
        this.services = services;
        this.pages = pages;
        this.base = base;
    }

    @Override
    public void serve(HttpRequestMessage request, HttpReply reply) {
        var path = pathOf(request.target());
        if (request.method().equals(HttpMethod.OPTIONS)) {
            options(request, path, reply);
            return;
        }
        switch (path) {
            case MCP_PATH, "/mcp/" -> services.main().streamable().serve(request, reply);
            case "/" -> root(request, reply);
            case HEALTH_PATH -> health(request, reply);
            case SseEndpoint.STREAM_PATH -> services.main().sse().stream(request, reply);
            case "/sse/" -> folder(request).sse().stream(request, reply);
            case SseEndpoint.MESSAGES_PATH, "/messages/" ->
                    services.main().sse().messages(request, reply);
            default -> named(path, request, reply);
        }
    }

    private void health(HttpRequestMessage request, HttpReply reply) {
        if (request.method().equals(HttpMethod.GET)) {
            health.answer(reply);
        } else {
            reply.answer(405, "allow", "GET, OPTIONS");
        }
    }

    /**
     * A browser's question what a page may send brings no credentials (Fetch standard,
     * "CORS-preflight fetch"), whether we live says nothing of what is served, and how to get a
     * token is for those who have none.
     */
    @Override
    public boolean isOpen(HttpMethod method, RequestTarget target) {
        if (method.equals(HttpMethod.OPTIONS)) {
            return true;
        }
        var path = pathOf(target);
        return path.equals(HEALTH_PATH) || metadata.described(path) != null;
    }

    /** Serves what has a name, if anything has this one. */
    private void named(String path, HttpRequestMessage request, HttpReply reply) {
        var described = metadata.described(path);
        if (described != null) {
            metadata.answer(described, request, reply);
            return;
        }
        var place = NamedPath.of(path);
        var served = place == null ? null : services.named(place.name());
        if (place == null || served == null) {
            nothing(reply);
            return;
        }
        switch (place.endpoint()) {
            case MCP_PATH -> served.streamable().serve(request, reply);
            case SseEndpoint.STREAM_PATH -> served.sse().stream(request, reply);
            case SseEndpoint.MESSAGES_PATH -> served.sse().messages(request, reply);
            default -> nothing(reply);
        }
    }

    @Override
    public void missed(HttpRequestMessage beginning, RpcError why) {
        var place = NamedPath.of(pathOf(beginning.target()));
        var served = place == null ? folder(beginning) : services.named(place.name());
        if (served != null) {
            served.missed(beginning, why);
        }
    }

    private String pathOf(RequestTarget target) {
        return withoutFurtherSlashes(base.strip(target.path()));
    }

    /** A base that ends with a slash and a path that begins with one are joined so. */
    private static String withoutFurtherSlashes(String path) {
        int slashes = 1;
        while (path.startsWith("/", slashes)) {
            slashes++;
        }
        return path.substring(slashes - 1);
    }

    private void root(HttpRequestMessage request, HttpReply reply) {
        var sender = services.sender(request);
        if (sender == null) {
            services.main().streamable().serve(request, reply);
        } else {
            sender.sse().messages(request, reply);
        }
    }

    /**
     * Clients of HTTP+SSE POST to a folder whose library takes that of a reference for its base, or
     * has a base without a path: their session says which service they mean.
     */
    private ServedService folder(HttpRequestMessage request) {
        var sender = services.sender(request);
        return sender == null ? services.main() : sender;
    }

    private void options(HttpRequestMessage request, String path, HttpReply reply) {
        if (metadata.described(path) != null) {
            pages.options(request, "GET", reply);
            return;
        }
        var place = NamedPath.of(path);
        boolean isUnknown = place != null && services.named(place.name()) == null;
        var methods = isUnknown ? null : methodsAt(place == null ? path : place.endpoint());
        if (methods == null) {
            nothing(reply);
        } else {
            pages.options(request, methods, reply);
        }
    }

    private static @Nullable String methodsAt(String path) {
        return switch (path) {
            case MCP_PATH, "/mcp/", "/" -> "GET, POST, DELETE";
            case SseEndpoint.STREAM_PATH, "/sse/" -> "GET, POST";
            case SseEndpoint.MESSAGES_PATH, "/messages/" -> "POST";
            case HEALTH_PATH -> "GET";
            default -> null;
        };
    }

    private void nothing(HttpReply reply) {
        var where = new StringBuilder("Nothing is served at this path; use ").append(MCP_PATH);
        var names = services.names();
        for (int i = 0; i < names.size(); i++) {
            where.append(i == names.size() - 1 ? " or " : ", ")
                    .append(MCP_PATH)
                    .append('/')
                    .append(NamedPath.encoded(names.get(i)));
        }
        Refusal.of(404, where.toString()).send(reply);
    }
}
