package io.tieline.http;

import java.nio.channels.ClosedChannelException;

/** The shortest true words for an exception of the network stack. */
final class Causes {

    private Causes() {}

    static String innermost(Throwable fault) {
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
