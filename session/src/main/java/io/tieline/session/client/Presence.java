package io.tieline.session.client;

/**
 * One connection of a client, for the sessions that it uses: whether the client is still there. A
 * transport makes one for each connection and says how it has ended; one that the transport itself
 * has closed, because nothing was said on it, is no sign that anybody has left.
 *
 * <p>Written by one thread, read by any.
 */
public final class Presence {

    private enum State {
        OPEN,
        CLOSED,
        LEFT
    }

    private volatile State state = State.OPEN;
    private volatile long since;

    /** A connection whose client is there. */
    public Presence() {
        // Nothing is known of it yet.
    }

    /**
     * The client has ended the connection.
     *
     * @param now of the clock by which the sessions live
     */
    public void left(long now) {
        end(State.LEFT, now);
    }

    /**
     * The transport has closed the connection, and the client can open another one.
     *
     * @param now of the clock by which the sessions live
     */
    public void closed(long now) {
        end(State.CLOSED, now);
    }

    private void end(State how, long now) {
        since = now;
        state = how;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean hasLeft() {
        return state == State.LEFT;
    }

    /** When the connection has ended. */
    long since() {
        return since;
    }
}
