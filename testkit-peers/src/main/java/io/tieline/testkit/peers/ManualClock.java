package io.tieline.testkit.peers;

import io.tieline.session.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes when a test says so. Begins at zero; alarms ring on the thread of the test, in
 * the order of their times, and those of one time in the order in which they were set.
 *
 * <p>Safe for use by several threads; alarms ring while no lock is held.
 */
public final class ManualClock implements Timers {

    /** An alarm, which is itself and no other, however alike they are. */
    private static final class Pending {

        private final Duration delay;
        private final long due;
        private final long number;
        private final Runnable task;

        Pending(Duration delay, long due, long number, Runnable task) {
            this.delay = delay;
            this.due = due;
            this.number = number;
            this.task = task;
        }

        @Override
        public String toString() {
            return delay.toString();
        }
    }

    private final Monitor monitor = new Monitor();
    private final Queue<Pending> alarms =
            new PriorityQueue<>(
                    Comparator.<Pending>comparingLong(alarm -> alarm.due)
                            .thenComparingLong(alarm -> alarm.number));
    private long now;
    private long numbers;

    /** A clock that stands at zero. */
    public ManualClock() {}

    @Override
    public long nanoTime() {
        return monitor.read(() -> now);
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        var alarm =
                monitor.read(() -> {
                    var set = new Pending(delay, now + delay.toNanos(), ++numbers, task);
                    alarms.add(set);
                    return set;
                });
        monitor.change(() -> {}); // wakes who waits for it
        return () -> monitor.change(() -> alarms.remove(alarm));
    }

    /**
     * Lets time pass. Alarms that are due ring before this returns, also those that are set on the
     * way.
     *
     * @param time how long; zero rings what is due now
     */
    public void advance(Duration time) {
        long end = nanoTime() + time.toNanos();
        for (var due = next(end); due != null; due = next(end)) {
            due.task.run();
        }
    }

    private @Nullable Pending next(long end) {
        return monitor.<@Nullable Pending>read(() -> {
            var first = alarms.peek();
            boolean isDue = first != null && first.due <= end;
            now = isDue ? Math.max(now, first.due) : end;
            return isDue ? alarms.poll() : null;
        });
    }

    /** How many alarms are set. */
    public int alarms() {
        return monitor.read(alarms::size);
    }

    /**
     * Waits until somebody has set an alarm with this delay.
     *
     * @throws AssertionError if nobody has within thirty seconds
     */
    public void awaitAlarm(Duration delay) {
        monitor.await(
                () -> isSet(delay) ? Boolean.TRUE : null,
                () -> "An alarm for " + delay + " beside " + alarms);
    }

    /**
     * Waits until no alarm with this delay is set any more.
     *
     * @throws AssertionError if there is still one after thirty seconds
     */
    public void awaitNoAlarm(Duration delay) {
        monitor.await(
                () -> isSet(delay) ? null : Boolean.TRUE,
                () -> "The end of the alarm for " + delay + " among " + alarms);
    }

    private boolean isSet(Duration delay) {
        return alarms.stream().anyMatch(alarm -> alarm.delay.equals(delay));
    }
}
