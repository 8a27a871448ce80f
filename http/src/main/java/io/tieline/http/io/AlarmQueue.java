package io.tieline.http.io;

import io.netty.channel.EventLoop;
import io.tieline.session.Timers;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The alarms of one delay on one event loop. They ring in the order in which they are set, so that
 * to set one and to cancel one costs the same however many there are; the loop itself, which keeps
 * alarms of all delays in order, holds one for all of them.
 *
 * <p>Confined to its loop, but for {@link Timers.Alarm#cancel}.
 */
final class AlarmQueue {

    private final EventLoop loop;
    private final long delayNanos;

    /** Before the first and behind the last. */
    private final Entry ends = new Entry(0, null);

    private boolean isArmed;

    AlarmQueue(EventLoop loop, long delayNanos) {
        this.loop = loop;
        this.delayNanos = delayNanos;
        ends.next = ends;
        ends.previous = ends;
    }

    long delayNanos() {
        return delayNanos;
    }

    /** Runs the task after the delay, unless it is cancelled before. */
    Timers.Alarm add(Runnable task) {
        var entry = new Entry(now() + delayNanos, task);
        entry.linkBefore(ends);
        if (!isArmed) {
            arm(delayNanos);
        }
        return entry;
    }

    private long now() {
        return loop.ticker().nanoTime();
    }

    private void arm(long wait) {
        try {
            var _ = loop.schedule(this::ring, wait, TimeUnit.NANOSECONDS);
            isArmed = true;
        } catch (RejectedExecutionException stopped) {
            isArmed = false; // nothing rings any more
        }
    }

    /**
     * Rings the first if it is due; the next one has its own turn, whatever becomes of this one.
     */
    private void ring() {
        isArmed = false;
        var first = ends.next;
        if (first == ends) {
            return;
        }
        var task = first.task;
        boolean isDue = first.due - now() <= 0;
        if (isDue) {
            first.unlink();
        }
        if (ends.next != ends) {
            arm(Math.max(0, ends.next.due - now()));
        }
        if (isDue && task != null) {
            task.run();
        }
    }

    /** An alarm, in the ring of those that are set. */
    private final class Entry implements Timers.Alarm {

        private final long due;
        private volatile @Nullable Runnable task;

        // Itself when it is set no more.
        private Entry previous = this;
        private Entry next = this;

        private Entry(long due, @Nullable Runnable task) {
            this.due = due;
            this.task = task;
        }

        private void linkBefore(Entry other) {
            next = other;
            previous = other.previous;
            previous.next = this;
            other.previous = this;
        }

        private void unlink() {
            previous.next = next;
            next.previous = previous;
            next = this;
            previous = this;
        }

        @Override
        public void cancel() {
            task = null;
            if (loop.inEventLoop()) {
                unlink();
            } else {
                try {
                    loop.execute(this::unlink);
                } catch (RejectedExecutionException stopped) {
                    // Nothing rings any more.
                }
            }
        }
    }
}
