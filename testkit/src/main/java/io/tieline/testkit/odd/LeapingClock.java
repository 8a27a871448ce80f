package io.tieline.testkit.odd;

import io.tieline.session.Timers;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The time of this machine, which can also be made to leap: minutes pass in a moment.
 *
 * <p>Alarms go off on a thread of the clock, or, if a leap makes them due, on the thread that
 * leaps, one after the other in their order. Safe for use by several threads. After {@link #close}
 * no alarm goes off.
 */
public final class LeapingClock implements Timers, AutoCloseable {

    private static final long LONG = TimeUnit.HOURS.toNanos(1);

    private record Pending(long due, long number, Runnable task) implements Comparable<Pending> {
        @Override
        public int compareTo(Pending other) {
            int byTime = Long.compare(due, other.due);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Pending> alarms = new PriorityQueue<>();
    private long leapt;
    private long count;
    private boolean closed;

    /** A clock that runs. */
    public LeapingClock() {
        Thread.ofPlatform().daemon().name("leaping-clock").start(this::run);
    }

    @Override
    public long nanoTime() {
        lock.lock();
        try {
            return now();
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return System.nanoTime() + leapt;
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        lock.lock();
        try {
            var alarm = new Pending(now() + delay.toNanos(), ++count, task);
            alarms.add(alarm);
            changed.signal();
            return () -> forget(alarm);
        } finally {
            lock.unlock();
        }
    }

    private void forget(Pending alarm) {
        lock.lock();
        try {
            alarms.remove(alarm);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets this time pass at once. Alarms that are due then go off one after the other, and have
     * gone off on return; who sets one meanwhile sets it after the leap.
     */
    public void leap(Duration time) {
        lock.lock();
        try {
            leapt += time.toNanos();
        } finally {
            lock.unlock();
        }
        for (var due = due(); due != null; due = due()) {
            due.task().run();
        }
    }

    private @Nullable Pending due() {
        lock.lock();
        try {
            var first = alarms.peek();
            return first != null && first.due() <= now() ? alarms.poll() : null;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (var due = next(); due != null; due = next()) {
            due.task().run();
        }
    }

    /** Waits for the next alarm; null when the clock is closed. */
    private @Nullable Pending next() {
        lock.lock();
        try {
            while (!closed) {
                var first = alarms.peek();
                if (first != null && first.due() <= now()) {
                    return alarms.poll();
                }
                var _ =
                        changed.awaitNanos(
                                first == null ? LONG : Math.min(first.due() - now(), LONG));
            }
            return null;
        } catch (InterruptedException e) {
            return null; // Nobody interrupts but a machine that goes down.
        } finally {
            lock.unlock();
        }
    }

    /** Forgets every alarm. Closing twice is silent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            alarms.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
