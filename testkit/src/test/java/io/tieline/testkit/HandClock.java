package io.tieline.testkit;

import io.tieline.session.Timers;
import java.time.Duration;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Time that passes when a test says so, for a program of several threads. */
public final class HandClock implements Timers {

    private record Set(long due, long number, Runnable task) implements Comparable<Set> {
        @Override
        public int compareTo(Set other) {
            int byTime = Long.compare(due, other.due);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Set> alarms = new PriorityQueue<>();
    private long now;
    private long count;

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized Alarm after(Duration delay, Runnable task) {
        var alarm = new Set(now + delay.toNanos(), ++count, task);
        alarms.add(alarm);
        return () -> forget(alarm);
    }

    private synchronized void forget(Set alarm) {
        alarms.remove(alarm);
    }

    /** Lets time pass; alarms go off in order, also those that are set on the way. */
    public void pass(Duration time) {
        long end = nanoTime() + time.toNanos();
        for (var due = next(end); due != null; due = next(end)) {
            due.task().run();
        }
    }

    private synchronized @Nullable Set next(long end) {
        var first = alarms.peek();
        boolean isDue = first != null && first.due() <= end;
        now = isDue ? Math.max(now, first.due()) : end;
        return isDue ? alarms.poll() : null;
    }
}
