package io.tieline.session;

import java.time.Duration;

/**
 * The passing of time, as the core sees it: a monotonic clock and alarms. The program gives real
 * ones, the simulator its own.
 *
 * <p>Safe for use by several threads. An alarm's task runs on a thread of the implementation's
 * choice and must not block.
 */
public interface Timers {

    /** Nanoseconds of a monotonic clock with an arbitrary origin. */
    long nanoTime();

    /** Runs the task once after the delay, unless it is cancelled before. */
    Alarm after(Duration delay, Runnable task);

    /** A task that has been set for later. */
    interface Alarm {

        /** Keeps the task from running if it has not started. Cancelling twice is silent. */
        void cancel();
    }
}
