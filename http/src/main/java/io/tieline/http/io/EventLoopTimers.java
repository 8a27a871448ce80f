package io.tieline.http.io;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.tieline.session.Timers;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Alarms that ring on the event loop on which they were set, or on any one if that was no loop.
 *
 * <p>Nearly all alarms are set for a limit, of which a program has few, and cancelled long before
 * it: those of one limit stand in one {@link AlarmQueue}.
 */
final class EventLoopTimers implements Timers {

    private static final Alarm STOPPED = () -> {};

    /** So many limits have a queue on each loop. */
    private static final int MOST_QUEUES = 16;

    /** The limits of programs are multiples of it. */
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(50);

    private final Loops loops;

    /** Of each loop, by its number; each row is touched on its loop alone. */
    private final @Nullable AlarmQueue[][] queues;

    EventLoopTimers(Loops loops, int count) {
        this.loops = loops;
        this.queues = new AlarmQueue[count][MOST_QUEUES];
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        int number = loops.number();
        var loop = loops.loop(number);
        if (loop.isShuttingDown()) {
            return STOPPED;
        }
        var queue = number < 0 ? null : queue(loop, number, delay);
        return queue == null ? schedule(loop, delay, task) : queue.add(task);
    }

    /** What is left of a limit is of any length, and hardly ever of whole steps. */
    private @Nullable AlarmQueue queue(EventLoop loop, int number, Duration delay) {
        long nanos = delay.toNanos();
        if (nanos % STEP != 0) {
            return null;
        }
        var row = queues[number];
        for (int i = 0; i < MOST_QUEUES; i++) {
            var queue = row[i];
            if (queue == null) {
                queue = new AlarmQueue(loop, nanos);
                row[i] = queue;
                return queue;
            }
            if (queue.delayNanos() == nanos) {
                return queue;
            }
        }
        return null;
    }

    private static Alarm schedule(EventLoop loop, Duration delay, Runnable task) {
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
