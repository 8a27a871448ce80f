package io.tieline.http.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.tieline.http.settings.ProtectedResource;
import io.tieline.wire.Json;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The documents that say which tokens a listener wants (RFC 9728), one for each of its paths: a
 * client puts {@value #PATH} between the host and the path of what it wants to use. Below the path
 * of a public URL they are found too, since a proxy may let nothing else through. Immutable.
 *
 * <p>Everybody may read them. So that they tell nobody what is served, each path that could be an
 * endpoint has its document.
 */
final class ResourceMetadata {

    static final String PATH = "/.well-known/oauth-protected-resource";

    /** Scopes by which a client keeps its token, and which mean nothing here. */
    private static final Set<String> NOT_OURS = Set.of("offline_access");

    private static final Pattern ENDPOINT =
            Pattern.compile("/|/(mcp|sse)(/|/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)?");
    private static final String BEARER = "Bearer";

    private final @Nullable ProtectedResource resource;
    private final PublicBase base;
    private final @Nullable String origin;
    private final boolean tls;

    /**
     * @param tls whether the listener itself speaks TLS
     */
    ResourceMetadata(ListenerSettings settings, PublicBase base, boolean tls) {
        this.resource = settings.resource();
        this.base = base;
        var url = settings.publicUrl();
        this.origin = url == null ? null : origin(url);
        this.tls = tls;
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /**
     * The path of whose document this is the path; null if it is that of none.
     *
     * @param path without the path of the public URL
     */
    @Nullable String described(String path) {
        if (resource == null || !path.startsWith(PATH)) {
            return null;
        }
        var rest = path.substring(PATH.length());
        if (rest.isEmpty()) {
            return rest;
        }
        var inner = base.strip(rest);
        return ENDPOINT.matcher(inner).matches() ? inner : null;
    }

    /** Answers with the document of a path that is {@linkplain #described described}. */
    void answer(String described, HttpRequestMessage request, HttpReply reply) {
        if (resource == null || !request.method().equals(HttpMethod.GET)) {
            reply.answer(405, "allow", "GET, OPTIONS");
            return;
        }
        var document =
                Json.object("resource", root(request.headers(), request.target()) + described);
        if (!resource.authorizationServers().isEmpty()) {
            document =
                    document.with(
                            "authorization_servers",
                            Json.array(
                                    resource.authorizationServers().stream()
                                            .map(Json::string)
                                            .toList()));
        }
        var scopes =
                resource.scopes().stream()
                        .filter(scope -> !NOT_OURS.contains(scope))
                        .map(Json::string)
                        .toList();
        if (!scopes.isEmpty()) {
            document = document.with("scopes_supported", Json.array(scopes));
        }
        reply.answer(
                200,
                document.with(
                        "bearer_methods_supported", Json.array(List.of(Json.string("header")))));
    }

    /** A challenge for this request that names its document; others stay as they are. */
    String challenge(String challenge, RequestTarget target, HttpHeaders headers) {
        if (resource == null || !challenge.startsWith(BEARER)) {
            return challenge;
        }
        var inner = base.strip(target.path());
        var path = ENDPOINT.matcher(inner).matches() && !inner.equals("/") ? inner : "";
        var rest = challenge.substring(BEARER.length()).strip();
        return BEARER
                + " resource_metadata=\""
                + root(headers, target)
                + PATH
                + path
                + (rest.isEmpty() ? "\"" : "\", " + rest);
    }

    /** Where our paths begin, as the client knows it. */
    private String root(HttpHeaders headers, RequestTarget target) {
        if (origin != null) {
            return origin + base.path();
        }
        var asked = target.authority();
        var host = asked == null ? headers.get(HttpHeaderNames.HOST) : asked;
        return (tls ? "https://" : "http://") + host;
    }
}
