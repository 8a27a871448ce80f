package io.tieline.http.server;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request line asks for: a path, or a whole URI, as clients write it that take us for a
 * proxy (RFC 9112, section 3.2).
 *
 * @param authority the host and port of a whole URI; null where the line has a path only
 * @param path the path without its query
 * @param query the query with its question mark, or nothing
 */
record RequestTarget(@Nullable String authority, String path, String query) {

    /** Reads a request target; null if it is neither of the two. */
    static @Nullable RequestTarget of(String text) {
        if (text.startsWith("/")) {
            return of(null, text);
        }
        int start = text.indexOf("://");
        if (start < 0 || !isWeb(text.substring(0, start))) {
            return null;
        }
        int path = text.indexOf('/', start + 3);
        return path < 0
                ? new RequestTarget(text.substring(start + 3), "/", "")
                : of(text.substring(start + 3, path), text.substring(path));
    }

    private static boolean isWeb(String scheme) {
        return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
    }

    private static RequestTarget of(@Nullable String authority, String rest) {
        int query = rest.indexOf('?');
        return query < 0
                ? new RequestTarget(authority, rest, "")
                : new RequestTarget(authority, rest.substring(0, query), rest.substring(query));
    }

    /**
     * The query parameter of this name; null if there is none, or more than one, or no query to be
     * read.
     */
    @Nullable String parameter(String name) {
        var parameters = parameters();
        var values = parameters == null ? null : parameters.get(name);
        return values == null || values.size() > 1 ? null : values.getFirst();
    }

    /** Whether every escape in the query is one. */
    boolean isReadable() {
        return query.isEmpty() || parameters() != null;
    }

    private @Nullable Map<String, List<String>> parameters() {
        try {
            return new QueryStringDecoder(query).parameters();
        } catch (IllegalArgumentException noEscape) {
            return null;
        }
    }
}
