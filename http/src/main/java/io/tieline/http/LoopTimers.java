package io.tieline.http;

import io.netty.util.concurrent.Future;
import io.tieline.session.Timers;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Alarms that ring on the event loop on which they were set, or on any one if that was no loop. */
final class LoopTimers implements Timers {

    private static final Alarm STOPPED = () -> {};

    private final EventLoops loops;

    LoopTimers(EventLoops loops) {
        this.loops = loops;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        var loop = loops.here();
        if (loop.isShuttingDown()) {
            return STOPPED;
        }
        try {
            Future<?> set = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> cancel(set);
        } catch (RejectedExecutionException stopped) {
            return STOPPED; // since we looked
        }
    }

    private static void cancel(Future<?> set) {
        try {
            set.cancel(false);
        } catch (RejectedExecutionException stopped) {
            // It will not ring any more; its loop cannot be told to forget it.
        }
    }
}
