package io.tieline.framework;

import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.session.Timers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The time of this machine: {@link System#nanoTime} and alarms on one daemon thread, started with
 * the first of them.
 *
 * <pre>{@code
 * try (var time = new SystemTimers()) {
 *     Environment environment = time.environment();
 *     ...
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. After {@link #close} no alarm goes off any more.
 */
public final class SystemTimers implements Timers, AutoCloseable {

    private final ScheduledThreadPoolExecutor alarms =
            new ScheduledThreadPoolExecutor(
                    1,
                    Thread.ofPlatform().name("tieline-timers").daemon().factory(),
                    new ThreadPoolExecutor.DiscardPolicy());

    /** Timers that are running. */
    public SystemTimers() {
        alarms.setRemoveOnCancelPolicy(true);
    }

    /**
     * The real world: this time, secure random numbers, faults written to the {@linkplain FaultLog
     * log}, and as many bytes that wait as this JVM's heap has room for.
     */
    public Environment environment() {
        var budget = Budget.ofHeap(Runtime.getRuntime().maxMemory());
        return new Environment(this, new SecureRandom(), new FaultLog(), budget);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
        var alarm = alarms.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> alarm.cancel(false);
    }

    /** Forgets every alarm. Closing twice is silent. */
    @Override
    public void close() {
        alarms.shutdownNow();
    }
}
