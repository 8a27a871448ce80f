package io.tieline.session.backend;

/** What is known of a tool's habit to ask. */
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
