package io.tieline.http.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How many requests of all clients have no answer yet. Safe for use by several threads. */
final class InFlight {

    private final AtomicInteger count = new AtomicInteger();
    private final CountDownLatch none = new CountDownLatch(1);
    private volatile boolean awaited;

    void began() {
        count.incrementAndGet();
    }

    void ended() {
        if (count.decrementAndGet() == 0 && awaited) {
            none.countDown();
        }
    }

    /** Waits until there is none, or for so long; says whether there is none. */
    boolean awaitNone(Duration most) {
        awaited = true;
        try {
            return count.get() == 0 || none.await(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
