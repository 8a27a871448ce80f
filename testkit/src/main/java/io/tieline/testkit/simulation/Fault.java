package io.tieline.testkit.simulation;

/** What may go wrong in a history; each kind is drawn by itself. */
enum Fault {
    /** Clients take requests back. */
    CANCELS,
    /** Clients lose their streams: some come back, some do not. */
    DROPS,
    /** Clients end their sessions in the middle of everything. */
    QUITS,
    /** Clients never answer, or answer after the call is over. */
    SILENCE,
    /** Clients answer twice, under ids that were never asked, and under those of other sessions. */
    FORGED_ANSWERS,
    /** The gateway is shut down in the middle of everything. */
    DRAIN,
    /**
     * Clients bring back states that were altered, used, out of date, or given to somebody else.
     */
    FORGED_STATES,
    /** Clients use an id again while its first request is in flight. */
    REUSED_IDS,
    /** Clients read too slowly. */
    SLOW_READERS,
    /** The backend's process dies, and a new one is there a little later. */
    CRASHES,
    /** The backend stops answering. */
    FREEZES,
    /** Streams of single requests are cut. */
    CUTS,
    /** The backend refuses the handshake, or never answers it. */
    BAD_HANDSHAKES,
    /** The backend answers twice, and under ids that it was never sent. */
    FORGED_RESULTS,
    /** Tools answer when the time limit of their call has passed. */
    LATE_ANSWERS,
    /** The backend answers in bytes that cannot be read, or without saying whom. */
    UNREADABLE_ANSWERS,
    /**
     * The backend forgets its sessions and goes on, and says so at the next request or by itself.
     */
    FORGOTTEN_SESSIONS,
    /** The backend refuses single requests, and nothing else is wrong. */
    REFUSALS,
    /** The backend asks after the call is over, out of the blue, and twice under one id. */
    STRAY_QUESTIONS,
    /**
     * The backend asks without waiting, or on the general stream; it goes on after a cancellation.
     */
    UNRULY_TOOLS,
    /**
     * The backend asks and tells what only clients may, and puts such things, and what nobody
     * knows, into its results; clients ask and tell what only a backend may.
     */
    FORBIDDEN_MESSAGES,
    /** Streams on which a backend is listened to end as soon as they have begun. */
    EMPTY_STREAMS,
    /** There is hardly any room for what waits. */
    SCARCITY,
    /** A bridge before the backend puts questions on the streams of other requests. */
    SHIFTED_QUESTIONS
}
