package io.tieline.testkit.simulation;

/**
 * One connection to the backend.
 *
 * @param number counts the connections of a history
 * @param attributes whether every request has a stream of its own
 */
record Line(int number, boolean attributes) {

    @Override
    public String toString() {
        return "line" + number;
    }
}
