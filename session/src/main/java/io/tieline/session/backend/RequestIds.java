package io.tieline.session.backend;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives the sessions with one backend the numbers that become ids of their requests and tokens of
 * their progress, none of them twice. Where the backend has no sessions, all ours are one sender to
 * it: what a client repeats because it was asked must have another id than the first time
 * (2026-07-28, "Multi Round-Trip Requests"), whichever of our sessions carries it.
 *
 * <p>Each session takes a run at a time, so that they need not wait for one another. Safe for use
 * by several threads.
 */
public final class RequestIds {

    /** How many a session may take from where a run begins. */
    static final int RUN = 1024;

    private final AtomicLong given = new AtomicLong();

    /** Has given none. */
    public RequestIds() {}

    /** The first of a run that nobody else has. */
    long run() {
        return given.getAndAdd(RUN);
    }
}
