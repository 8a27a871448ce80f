package io.tieline.http;

/** The shortest true words for an exception of the network stack. */
final class Causes {

    private Causes() {}

    static String innermost(Throwable fault) {
        var cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
