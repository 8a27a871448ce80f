package io.tieline.bench.load;

/**
 * What each call of a run is.
 *
 * @param kind what happens in it
 * @param bytes the length of the text that goes there and comes back
 * @param stateless whether clients speak revision 2026-07-28, else 2025-11-25
 */
public record Work(Kind kind, int bytes, boolean stateless) {

    /** Calls, by what they put on the wire. */
    public enum Kind {
        /** A request and its result. */
        ECHO("echo"),
        /** Five reports of progress before the result. */
        STREAM("stream"),
        /** A question to the caller before the result. */
        ASK("ask"),
        /** A session is opened, used for one request and its result, and closed. */
        SESSION("echo"),
        /** The tools are listed; {@code bytes} is how many there are to be. */
        LIST("");

        private final String tool;

        Kind(String tool) {
            this.tool = tool;
        }

        /** The tool of the backend that is called. */
        String tool() {
            return tool;
        }
    }
}
