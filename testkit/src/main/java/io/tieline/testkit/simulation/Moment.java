package io.tieline.testkit.simulation;

/**
 * When something happened.
 *
 * @param index its place in the history, which orders what happened at one time
 * @param nanos its virtual time
 */
record Moment(int index, long nanos) {

    boolean isBefore(Moment other) {
        return index < other.index;
    }

    /** Nothing passed between the two but the core's own work. */
    boolean isSameTime(Moment other) {
        return nanos == other.nanos;
    }

    long millisSince(Moment earlier) {
        return (nanos - earlier.nanos) / 1_000_000;
    }
}
