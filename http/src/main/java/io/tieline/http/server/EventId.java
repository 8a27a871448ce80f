package io.tieline.http.server;

/**
 * The id of an event: the name of its stream, and its number in it.
 *
 * <p>Each connection of a stream begins with an event without data; its id says behind which number
 * the connection begins, and which connection it is, so that no two events have the same id.
 */
record EventId(String stream, long number) {

    private static final EventId NONE = new EventId("", 0);
    private static final int MOST_DIGITS = 18;

    /**
     * Reads what a client sends as {@code Last-Event-ID}; an id that is none of ours names no
     * stream.
     */
    static EventId of(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            return NONE;
        }
        int next = text.indexOf('.', dot + 1);
        var number = text.substring(dot + 1, next < 0 ? text.length() : next);
        boolean valid =
                !number.isEmpty()
                        && number.length() <= MOST_DIGITS
                        && number.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return valid ? new EventId(text.substring(0, dot), Long.parseLong(number)) : NONE;
    }

    String text() {
        return stream + "." + number;
    }

    /** The id of the event without data with which a connection begins. */
    String priming(int connection) {
        return text() + "." + connection;
    }
}
