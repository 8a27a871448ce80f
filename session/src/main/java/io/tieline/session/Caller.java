package io.tieline.session;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request: the principal that the transport has established, the request's own headers,
 * and the cookie by which the transport recognises a client, if it does.
 *
 * @param principal whose request it is; {@link Principal#LOCAL} where nobody is asked
 * @param headers the HTTP headers of this request, names in lower case; empty on other transports.
 *     The map is kept, not copied: it must not change any more
 * @param cookie by which the listener recognises this client; null where it gives no cookies
 * @param shard by which of its listener's threads the request was brought, counted from 0: what
 *     only requests of one shard touch need not travel between processors
 * @param peer on which connection it came, such as {@code 192.0.2.1:50123}: what can be told of a
 *     client that has no session, and is nobody's proof of anything; empty where there is one only
 */
public record Caller(
        Principal principal,
        Map<String, String> headers,
        @Nullable Cookie cookie,
        int shard,
        String peer) {

    /**
     * The cookie that stands for a client between requests without a session.
     *
     * @param value its value
     * @param isReturned whether the client has brought it along; else it is given it with the
     *     answer
     */
    public record Cookie(String value, boolean isReturned) {}

    /** The local principal, without headers. */
    public static final Caller LOCAL = new Caller(Principal.LOCAL, Map.of());

    /** A caller without a cookie. */
    public Caller(Principal principal, Map<String, String> headers) {
        this(principal, headers, null, 0, "");
    }

    /** A caller of this name, for which this process vouches. */
    public Caller(String name, Map<String, String> headers) {
        this(Principal.of(name), headers);
    }

    /** Whether the principal says who it is, and is not everybody's. */
    public boolean isIdentified() {
        return !principal.equals(Principal.LOCAL);
    }

    /** The same caller, recognised by this cookie. */
    public Caller withCookie(Cookie other) {
        return new Caller(principal, headers, other, shard, peer);
    }

    /** The same caller, brought by this thread on this connection. */
    public Caller on(int number, String connection) {
        return new Caller(principal, headers, cookie, number, connection);
    }

    /**
     * Those headers of this request whose names begin with a prefix; copied from a map that cannot
     * {@linkplain HeaderSearch search}.
     *
     * @param prefix in lower case
     */
    public Map<String, String> headersFrom(String prefix) {
        if (headers instanceof HeaderSearch search) {
            return search.startingWith(prefix);
        }
        return headers.entrySet().stream()
                .filter(header -> header.getKey().startsWith(prefix))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The same caller, without what it sent with one request. */
    public Caller withoutHeaders() {
        return headers.isEmpty() ? this : new Caller(principal, Map.of(), cookie, shard, peer);
    }

    /** The record's text names the principal only: headers hold credentials. */
    @Override
    public String toString() {
        return "Caller[" + principal + "]";
    }
}
