package io.tieline.http;

import io.netty.handler.codec.http.HttpMethod;
import io.tieline.wire.RpcError;
import org.jspecify.annotations.Nullable;

/** Brings a request to what is served at its path, with or without that of the public URL. */
final class Router implements Endpoint {

    private final StreamableEndpoint streamable;
    private final SseEndpoint sse;
    private final PageAccess pages;
    private final PublicBase base;

    Router(StreamableEndpoint streamable, SseEndpoint sse, PageAccess pages, PublicBase base) {
        this.streamable = streamable;
        this.sse = sse;
        this.pages = pages;
        this.base = base;
    }

    @Override
    public void serve(HttpRequestMessage request, HttpReply reply) {
        var path = withoutFurtherSlashes(base.strip(request.target().path()));
        if (request.method().equals(HttpMethod.OPTIONS)) {
            options(request, methodsAt(path), reply);
            return;
        }
        switch (path) {
            case "/mcp", "/mcp/" -> streamable.serve(request, reply);
            case "/" -> root(request, reply);
            case SseEndpoint.STREAM_PATH, "/sse/" -> sse.stream(request, reply);
            case SseEndpoint.MESSAGES_PATH, "/messages/" -> sse.messages(request, reply);
            default -> nothing(reply);
        }
    }

    @Override
    public void missed(HttpRequestMessage beginning, RpcError why) {
        streamable.missed(beginning, why);
        sse.missed(beginning, why);
    }

    /** A base that ends with a slash and a path that begins with one are joined so. */
    private static String withoutFurtherSlashes(String path) {
        int slashes = 1;
        while (path.startsWith("/", slashes)) {
            slashes++;
        }
        return path.substring(slashes - 1);
    }

    /** Clients of HTTP+SSE POST here whose library takes the folder of a reference for its base. */
    private void root(HttpRequestMessage request, HttpReply reply) {
        if (sse.isMeant(request)) {
            sse.messages(request, reply);
        } else {
            streamable.serve(request, reply);
        }
    }

    private void options(HttpRequestMessage request, @Nullable String methods, HttpReply reply) {
        if (methods == null) {
            nothing(reply);
        } else {
            pages.options(request, methods, reply);
        }
    }

    private static @Nullable String methodsAt(String path) {
        return switch (path) {
            case "/mcp", "/mcp/", "/" -> "GET, POST, DELETE";
            case SseEndpoint.STREAM_PATH, "/sse/" -> "GET, POST";
            case SseEndpoint.MESSAGES_PATH, "/messages/" -> "POST";
            default -> null;
        };
    }

    private static void nothing(HttpReply reply) {
        Refusal.of(404, "Nothing is served at this path; use /mcp").send(reply);
    }
}
