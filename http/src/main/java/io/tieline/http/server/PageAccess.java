package io.tieline.http.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.tieline.http.io.HeaderRules;
import io.tieline.http.settings.StateCookies;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells browsers that pages of the allowed origins may read an answer, and which headers they may
 * send (Fetch, "HTTP CORS protocol"). Pages of other origins are told nothing, and the {@link
 * OriginGuard} refuse them; pages of the listener's own origin need nothing. Safe for use by
 * several threads.
 */
final class PageAccess {

    private static final String ORIGIN = HttpHeaderNames.ORIGIN.toString();
    private static final String ALLOWED_ORIGIN =
            HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN.toString();
    private static final String ASKED_METHOD =
            HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD.toString();
    private static final String ASKED_HEADERS =
            HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS.toString();
    private static final String ASKED_PRIVATE =
            HttpHeaderNames.ACCESS_CONTROL_REQUEST_PRIVATE_NETWORK.toString();
    private static final String PARAMETERS = "mcp-param-";
    private static final int NO_CONTENT = 204;

    /** What clients of any revision send. */
    private static final Set<String> SENT =
            Set.of(
                    "accept",
                    "authorization",
                    "content-type",
                    "last-event-id",
                    "mcp-method",
                    "mcp-name",
                    "mcp-protocol-version",
                    "mcp-session-id");

    /** What a page may read of an answer beyond what every page may. */
    private static final String READ =
            "Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate, Retry-After";

    /** A browser asks again after so many seconds. */
    private static final String REMEMBERED = "600";

    private final Set<String> origins = new HashSet<>();
    private final Set<String> sent = new LinkedHashSet<>(SENT);
    private final boolean cookies;

    PageAccess(ListenerSettings settings) {
        settings.allowedOrigins().forEach(origin -> origins.add(lower(origin)));
        this.cookies = settings.stateCookies() != StateCookies.NONE;
        settings.allowedHeaders().forEach(name -> sent.add(lower(name)));
    }

    /** The origin of the page that asks; null if no page asks, or none that was allowed to. */
    @Nullable String asking(HttpHeaders request) {
        if (origins.isEmpty()) {
            return null;
        }
        var named = request.getAll(HttpHeaderNames.ORIGIN);
        boolean allowed = named.size() == 1 && origins.contains(lower(named.getFirst()));
        return allowed ? named.getFirst() : null;
    }

    /** Lets pages of this origin read the answer that has this head. */
    void admit(String origin, ReplyHead answer) {
        answer.header(ALLOWED_ORIGIN, origin)
                .header("access-control-expose-headers", READ)
                .header("vary", ORIGIN);
        if (cookies) {
            answer.header("access-control-allow-credentials", "true");
        }
    }

    /**
     * Answers OPTIONS: the question of a browser what a page may send, or anybody's what there is.
     *
     * @param methods served at the path that is asked about
     */
    void options(HttpRequestMessage request, String methods, HttpReply reply) {
        if (asking(request.headers()) == null || request.header(ASKED_METHOD) == null) {
            reply.answer(NO_CONTENT, "allow", methods + ", OPTIONS");
            return;
        }
        var headers = new ArrayList<String>();
        headers.addAll(List.of("access-control-allow-methods", methods));
        var names = String.join(", ", sendable(request.headers()));
        headers.addAll(List.of("access-control-allow-headers", names));
        headers.addAll(List.of("access-control-max-age", REMEMBERED));
        if ("true".equals(request.header(ASKED_PRIVATE))) {
            headers.addAll(List.of("access-control-allow-private-network", "true"));
        }
        reply.answer(NO_CONTENT, headers.toArray(String[]::new));
    }

    /** All headers that a page may send, and those of a family that it has asked for. */
    private Set<String> sendable(HttpHeaders request) {
        var all = new LinkedHashSet<>(sent);
        for (var line : request.getAll(ASKED_HEADERS)) {
            for (var name : lower(line).split(",", -1)) {
                var stripped = name.strip();
                if (stripped.startsWith(PARAMETERS) && HeaderRules.isName(stripped)) {
                    all.add(stripped);
                }
            }
        }
        return all;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
