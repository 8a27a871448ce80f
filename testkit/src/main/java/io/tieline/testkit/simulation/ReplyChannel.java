package io.tieline.testkit.simulation;

/**
 * One way back to a client: the response stream of a request, or a session's general stream.
 *
 * @param party whose it is
 * @param number tells the ways of one party apart
 * @param general whether it belongs to the session and to no request
 * @param canAsk whether questions can travel on it
 */
record ReplyChannel(ClientId party, int number, boolean general, boolean canAsk) {

    @Override
    public String toString() {
        return party + (general ? "/general" : "/") + number;
    }
}
