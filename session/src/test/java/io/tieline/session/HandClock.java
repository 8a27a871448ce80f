package io.tieline.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when a test says so. */
public final class HandClock implements Timers {

    private static final class Entry implements Alarm {
        final long due;
        final Runnable task;
        boolean cancelled;

        Entry(long due, Runnable task) {
            this.due = due;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private long now;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        var entry = new Entry(now + delay.toNanos(), task);
        entries.add(entry);
        return entry;
    }

    /** Lets time pass; alarms go off in order, also those that are set on the way. */
    public void pass(Duration time) {
        long end = now + time.toNanos();
        while (true) {
            entries.removeIf(entry -> entry.cancelled);
            var next =
                    entries.stream()
                            .filter(entry -> entry.due <= end)
                            .min(Comparator.comparingLong(entry -> entry.due));
            if (next.isEmpty()) {
                now = end;
                return;
            }
            entries.remove(next.get());
            now = Math.max(now, next.get().due);
            next.get().task.run();
        }
    }

    /** How many alarms are set. */
    public int set() {
        entries.removeIf(entry -> entry.cancelled);
        return entries.size();
    }
}
