package io.tieline.session;

/**
 * One connection of a client, for the sessions that it uses: whether the client is still there. A
 * transport makes one for each connection and says when the client has left; a connection that the
 * transport itself has closed, because nothing was said on it, is no sign that anybody has.
 *
 * <p>Written by one thread, read by any.
 */
public final class Presence {

    private volatile boolean left;
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
        since = now;
        left = true;
    }

    boolean isThere() {
        return !left;
    }

    /** When the client has left. */
    long since() {
        return since;
    }
}
