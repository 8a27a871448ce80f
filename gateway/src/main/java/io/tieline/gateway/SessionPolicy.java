package io.tieline.gateway;

import io.tieline.session.Caller;
import java.util.function.Function;

/** Which backend session serves which client. */
public sealed interface SessionPolicy {

    /**
     * A fresh backend session for every request, closed after it: for backends without state
     * (FastMCP: {@code ProxyClient}).
     */
    record PerRequest() implements SessionPolicy {}

    /**
     * One backend session for each client session, opened and closed with it: for backends with
     * state (FastMCP: {@code StatefulProxyClient}). The default.
     */
    record PerClientSession() implements SessionPolicy {}

    /** One backend session for everybody. */
    record Shared() implements SessionPolicy {}

    /**
     * One backend session for all client sessions with the same key.
     *
     * @param key gives the key of a client session by who opens it, and of a client without one by
     *     who sends a request
     */
    record Pinned(Function<Caller, String> key) implements SessionPolicy {}

    /** One backend session for each client session. */
    SessionPolicy PER_CLIENT_SESSION = new PerClientSession();

    /** A fresh backend session for every request. */
    SessionPolicy PER_REQUEST = new PerRequest();

    /** One backend session for everybody. */
    SessionPolicy SHARED = new Shared();

    /** One backend session for all who name this key. */
    static SessionPolicy pinned(String key) {
        return new Pinned(caller -> key);
    }
}
