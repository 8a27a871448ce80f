package io.tieline.http;

import io.tieline.session.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A clock that moves when a test says so. Its alarms ring on the test's thread. */
public final class ManualTimers implements Timers {

    /** An alarm, which is itself and no other, however alike they are. */
    private static final class Pending {

        private final Duration delay;
        private final long due;
        private final Runnable task;

        Pending(Duration delay, long due, Runnable task) {
            this.delay = delay;
            this.due = due;
            this.task = task;
        }

        @Override
        public String toString() {
            return delay.toString();
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Pending> alarms = new ArrayList<>();
    private long now;

    @Override
    public long nanoTime() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        lock.lock();
        try {
            var alarm = new Pending(delay, now + delay.toNanos(), task);
            alarms.add(alarm);
            changed.signalAll();
            return () -> cancel(alarm);
        } finally {
            lock.unlock();
        }
    }

    private void cancel(Pending alarm) {
        lock.lock();
        try {
            alarms.remove(alarm);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until somebody has set an alarm for this delay. */
    void awaitAlarm(Duration delay) throws InterruptedException {
        await("No alarm for " + delay, () -> alarms.stream().anyMatch(has(delay)));
    }

    /** Waits until nobody waits for an alarm with this delay any more. */
    void awaitNoAlarm(Duration delay) throws InterruptedException {
        await("Still an alarm for " + delay, () -> alarms.stream().noneMatch(has(delay)));
    }

    private static Predicate<Pending> has(Duration delay) {
        return alarm -> alarm.delay.equals(delay);
    }

    private void await(String otherwise, BooleanSupplier condition) throws InterruptedException {
        lock.lock();
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (!condition.getAsBoolean()) {
                // Not everything that is waited for is an alarm.
                var signalled = changed.await(10, TimeUnit.MILLISECONDS);
                if (!signalled && System.nanoTime() - end > 0) {
                    throw new AssertionError(otherwise + "; there are " + alarms);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets time pass, alarm after alarm with this delay, until something has happened. */
    void advanceUntil(BooleanSupplier happened, Duration delay) throws InterruptedException {
        while (!happened.getAsBoolean()) {
            await(
                    "Neither an alarm for " + delay + " nor what it brings",
                    () -> happened.getAsBoolean() || alarms.stream().anyMatch(has(delay)));
            advance(delay);
        }
    }

    /** Lets time pass; what is due rings before this returns. */
    public void advance(Duration by) {
        List<Pending> due;
        lock.lock();
        try {
            now += by.toNanos();
            due = alarms.stream().filter(alarm -> alarm.due <= now).toList();
            alarms.removeAll(due);
        } finally {
            lock.unlock();
        }
        due.forEach(alarm -> alarm.task.run());
    }
}
