package io.tieline.testkit.simulation;

import java.time.Duration;
import java.util.List;

/**
 * What the backend does when this is called, step by step.
 *
 * @param name its name, or the end of its URI
 * @param steps what happens between request and answer
 * @param end how it ends
 */
record Tool(String name, List<Step> steps, End end) {

    /** One step of a tool. */
    sealed interface Step {}

    /** Takes time. */
    record Work(Duration time) implements Step {}

    /** Writes a log message. */
    record Log() implements Step {}

    /** Reports progress, if the request carries a token. */
    record Progress() implements Step {}

    /**
     * Asks the client.
     *
     * @param kinds the questions, all asked in one breath
     * @param waits whether the tool goes on only when all are answered
     * @param patience after this time the tool takes its questions back; zero: never
     * @param general whether they go out on the general stream, though the request has one of its
     *     own
     */
    record Ask(List<Kind> kinds, boolean waits, Duration patience, boolean general)
            implements Step {}

    /** How a tool ends. */
    enum End {
        /** With a result. */
        RESULT,
        /** With a JSON-RPC error of its own. */
        ERROR,
        /** Not at all. */
        NEVER,
        /** With two results. */
        TWICE,
        /** With a result, after one for a request that was never made. */
        AFTER_A_FORGED_ONE,
        /** With a result under the same id as text, then with another. */
        AFTER_A_LOOKALIKE,
        /** With an answer that nobody can read, though it says to which request it belongs. */
        UNREADABLE,
        /** With an error that does not say to which request it belongs. */
        NAMELESS,
        /** With a result, and then it asks something all the same. */
        THEN_ASKS,
        /** With the end of the whole process. */
        DIES
    }

    /** Whether it never asks and never fails in a way that others feel. */
    boolean isPlain() {
        return steps.stream().noneMatch(step -> step instanceof Ask) && end != End.THEN_ASKS;
    }

    /** Asks in one breath, waits for the answers, and is done when it has answered. */
    boolean isOrderly() {
        return end != End.THEN_ASKS
                && steps.stream().noneMatch(step -> step instanceof Ask ask && !ask.waits());
    }
}
