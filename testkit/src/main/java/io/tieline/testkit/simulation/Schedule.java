package io.tieline.testkit.simulation;

import io.tieline.session.Timers;
import java.time.Duration;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time: everything that happens in a simulated world is one entry here, and happens at its
 * time, after what was entered before it for the same time. One thread.
 */
public final class Schedule implements Timers {

    private static final class Entry implements Alarm, Comparable<Entry> {
        private final long due;
        private final long number;
        private @Nullable Runnable task;

        Entry(long due, long number, Runnable task) {
            this.due = due;
            this.number = number;
            this.task = task;
        }

        @Override
        public void cancel() {
            task = null;
        }

        @Override
        public int compareTo(Entry other) {
            int order = Long.compare(due, other.due);
            return order != 0 ? order : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long now;
    private long entered;

    /** Time zero, and nothing to come. */
    public Schedule() {}

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        return at(now + delay.toNanos(), task);
    }

    /** Runs the task at this time, or now if it has passed. */
    Alarm at(long time, Runnable task) {
        var entry = new Entry(Math.max(time, now), entered++, task);
        entries.add(entry);
        return entry;
    }

    /** Lets everything happen that is to happen, and what comes of it. */
    public void run() {
        runUntil(Long.MAX_VALUE);
    }

    /** Lets so much time pass, and everything happen that is to happen in it. */
    public void pass(Duration time) {
        runUntil(now + time.toNanos());
    }

    private void runUntil(long time) {
        for (var next = entries.peek(); next != null && next.due <= time; next = entries.peek()) {
            entries.remove();
            var task = next.task;
            if (task != null) {
                next.task = null;
                now = next.due;
                task.run();
            }
        }
        if (time != Long.MAX_VALUE) {
            now = Math.max(now, time);
        }
    }
}
