package io.tieline.http.io;

import java.nio.channels.ClosedChannelException;

/** The shortest true words for an exception of the network stack. */
public final class Causes {

    private Causes() {}

    public static String innermost(Throwable fault) {
        var cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ClosedChannelException) {
            return "the connection was closed";
        }
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
