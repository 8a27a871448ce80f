package io.tieline.session.backend;

import java.util.Map;
import java.util.function.Supplier;

/**
 * An MCP server that can be connected to: a URL, a command line, a service in this process.
 *
 * <p>Holds no connection itself: building one opens nothing. Safe for use by several threads.
 */
public interface Backend {

    /** A short name for messages and logs: never a secret, never a whole command line. */
    String name();

    /**
     * Says whether each connection is a process of its own, which takes time to start and memory
     * for as long as it lives.
     */
    default boolean isProgram() {
        return false;
    }

    /**
     * The same server, with at most so many connections at any moment, where each is a process:
     * those that are being opened and those that have not ended yet count as well. Further ones
     * wait. Any other backend is bounded by who uses it, and is returned as it is.
     *
     * @param connections how many, at least 1
     */
    default Backend atMost(int connections) {
        return this;
    }

    /**
     * Opens a connection of its own. Returns at once; whether the peer can be reached is told to
     * the listener, which may happen before this method returns.
     */
    Link connect(Link.Listener listener);

    /**
     * Opens a connection for somebody whose headers go with each of its requests: the handshake,
     * streams, the end of the session, answers and notifications. A call's own headers win over
     * them. Ignored where a connection has no headers.
     *
     * @param headers what they are when a request leaves, names in lower case; called by any thread
     */
    default Link connect(Supplier<Map<String, String>> headers, Link.Listener listener) {
        return connect(listener);
    }
}
