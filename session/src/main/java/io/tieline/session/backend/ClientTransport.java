package io.tieline.session.backend;

import io.tieline.session.Lifetime;
import java.net.URI;

/**
 * An MCP server as a user names it, a command line or a URL, before anything is there to reach it
 * with. Immutable; opens nothing.
 */
public interface ClientTransport {

    /** A short name for messages and logs: never a secret, never a whole command line. */
    String name();

    /**
     * The server, to be connected to.
     *
     * @param lifetime owns what the connections need (event loops, child processes)
     */
    Backend backend(Lifetime lifetime);

    /**
     * Reads URLs for programs that know no transport; a transport's module provides it to {@link
     * java.util.ServiceLoader}.
     */
    interface Provider {

        /** Says whether it reads URLs with this scheme, which is in lower case. */
        boolean reads(String scheme);

        /**
         * The server behind this URL.
         *
         * @throws IllegalArgumentException if the URL cannot be connected to; the message says why
         */
        ClientTransport to(URI uri);
    }
}
