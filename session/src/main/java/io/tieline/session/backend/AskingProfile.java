package io.tieline.session.backend;

/** A tool's habit to ask, as far as it is known. */
enum AskingProfile {
    /** Never seen alone. */
    UNKNOWN,
    /** Seen alone, answered at its only attempt, and it asked nothing of whom it could ask. */
    PLAIN,
    /**
     * Was running when a question came that could have been another's; kept apart until it is seen
     * alone.
     */
    SUSPECT,
    /** Has asked, by a request or in a result. */
    ASKS
}
