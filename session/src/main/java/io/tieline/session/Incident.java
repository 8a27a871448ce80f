package io.tieline.session;

/**
 * Something that an operator must know of one backend, and of which no client's answer tells.
 *
 * @param kind what happened
 * @param backend the backend's name
 * @param reason what happened in full, and what to do; a peer's own words in it are escaped and
 *     shortened by whoever made the reason
 */
public record Incident(Kind kind, String backend, String reason) {

    /** The kind of thing that happened. */
    public enum Kind {
        /** A session with the backend has begun. */
        SESSION_BEGAN,
        /** A session with the backend was ended by the gateway, in order. */
        SESSION_ENDED,
        /** A session with the backend has ended by itself: whatever it kept is lost. */
        SESSION_LOST,
        /**
         * Nobody waits for a session that is being opened; that goes on, for whoever comes next.
         */
        START_LEFT,
        /** Whoever came next waits for it. */
        START_TAKEN,
        /** A session with the backend could not be opened. */
        NOT_OPENED,
        /** A message that wants no answer was refused: no client will hear of it. */
        MESSAGE_REFUSED,
        /** Something of it is not shown, since another one has the same name. */
        NAME_HIDDEN
    }
}
