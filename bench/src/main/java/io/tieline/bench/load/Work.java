package io.tieline.bench.load;

/**
 * What each call of a run is.
 *
 * @param tool the tool that is called
 * @param bytes the length of the text that goes there and comes back
 * @param stateless whether clients speak revision 2026-07-28, else 2025-11-25
 */
public record Work(Tool tool, int bytes, boolean stateless) {

    /** The tools of the backend, by what they put on the wire. */
    public enum Tool {
        /** A request and its result. */
        ECHO,
        /** Five reports of progress before the result. */
        STREAM,
        /** A question to the caller before the result. */
        ASK;

        String called() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
