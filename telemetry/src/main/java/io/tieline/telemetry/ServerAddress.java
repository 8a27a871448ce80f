package io.tieline.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Where a server is, as spans tell it.
 *
 * @param transport {@code pipe} for a program, {@code tcp} for a URL
 * @param host the host of the URL; null for a program
 * @param port the port of the URL; 0 for a program
 */
public record ServerAddress(String transport, @Nullable String host, int port) {

    static final String PIPE = "pipe";
    static final String TCP = "tcp";

    /** A server that is a program, on whose streams we are. */
    public static ServerAddress program() {
        return new ServerAddress(PIPE, null, 0);
    }

    /** A server behind a URL. */
    public static ServerAddress of(String host, int port) {
        return new ServerAddress(TCP, host, port);
    }
}
