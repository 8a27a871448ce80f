package io.tieline.framework;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Counts what is still to be done for the clients of one server or proxy: the threads that it has
 * made, and the sessions and requests that are being served. Threads do not keep a process alive,
 * so whoever ends one waits here, lest values that a session holds are never closed. Safe for use
 * by several threads.
 */
final class CountedThreads implements ThreadFactory {

    private final ThreadFactory factory;

    // Under the monitor of this object.
    private int open;

    CountedThreads(ThreadFactory factory) {
        this.factory = factory;
    }

    /** A thread that counts until its task has ended; it must be started. */
    @Override
    public Thread newThread(Runnable task) {
        begun();
        return factory.newThread(() -> {
            try {
                task.run();
            } finally {
                ended();
            }
        });
    }

    /** One more thing is open, until {@link #ended}. */
    synchronized void begun() {
        open++;
    }

    synchronized void ended() {
        open--;
        if (open == 0) {
            notifyAll();
        }
    }

    /** Waits for at most so long until nothing is open; shorter if this thread is interrupted. */
    synchronized void awaitNone(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        try {
            for (long left = most.toNanos();
                    open > 0 && left > 0;
                    left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
