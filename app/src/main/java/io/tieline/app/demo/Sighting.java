package io.tieline.app.demo;

/**
 * A message that was seen on the client's connection.
 *
 * @param nanos when, on a monotonic clock
 * @param call the call on whose own stream it travelled; {@link #NO_CALL} if it was on none
 * @param kind what it was
 * @param text what it said
 */
record Sighting(long nanos, int call, Kind kind, String text) {

    /** The session's own stream, where no question of a call should ever be. */
    static final int NO_CALL = 0;

    /** What a message is to its call. */
    enum Kind {
        CALLED(true),
        ASKED(false),
        ANSWERED(true),
        RETURNED(false);

        private final boolean toServer;

        Kind(boolean toServer) {
            this.toServer = toServer;
        }

        boolean isToServer() {
            return toServer;
        }
    }
}
