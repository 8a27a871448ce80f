package io.tieline.testkit.odd;

/** What must come out of an odd server. The tool {@code odd} is the one that is odd. */
public sealed interface Outcome {

    /** Everything works: the tool {@code odd} answers with this text. */
    record Works(String text) implements Outcome {}

    /**
     * A call of {@code odd} fails at once, and the session goes on with its state.
     *
     * @param code of the JSON-RPC error
     * @param phrase stands in its message
     * @param times so often in a row
     */
    record Fails(int code, String phrase, int times) implements Outcome {}

    /**
     * A call of {@code odd} fails at once and takes the session with it: the next call works in a
     * new one.
     *
     * @param code of the JSON-RPC error
     * @param phrase stands in its message
     */
    record Ends(int code, String phrase) implements Outcome {}

    /**
     * The tool {@code odd} works, and the server has forgotten its session then: the next request
     * says so, and the one after it works in a new session.
     */
    record BeginsAnew() implements Outcome {}

    /**
     * No session can be opened: every request says so at once.
     *
     * @param code of the JSON-RPC error
     * @param phrase stands in its message
     */
    record CannotOpen(int code, String phrase) implements Outcome {}

    /**
     * A call of {@code odd} works, or fails at once with this code where the transport leaves
     * nothing to read; the session goes on with its state.
     *
     * @param code of the JSON-RPC error
     */
    record Settles(int code) implements Outcome {}

    /** Everything works: the tool {@code odd} answers with the text {@code odd}. */
    Outcome WORKS = new Works("odd");
}
