package io.tieline.http;

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

    /** Waits once until there is none, or for so long; an interrupted wait is over. */
    void awaitNone(Duration most) {
        awaited = true;
        if (count.get() == 0) {
            return;
        }
        try {
            var inTime = none.await(most.toNanos(), TimeUnit.NANOSECONDS);
            assert inTime || count.get() >= 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
