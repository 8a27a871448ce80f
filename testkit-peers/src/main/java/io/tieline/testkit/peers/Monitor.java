package io.tieline.testkit.peers;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Guards what a peer has recorded, and wakes the test that waits for it. */
final class Monitor {

    /** How long a test waits before it fails. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Changes what is guarded. Must not call anybody else's code. */
    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Reads what is guarded. Must not call anybody else's code. */
    <T extends @Nullable Object> T read(Supplier<T> value) {
        lock.lock();
        try {
            return value.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is a value.
     *
     * @param value the value, or null as long as there is none
     * @param what what is waited for, for the error
     * @throws AssertionError if there is none within {@link #PATIENCE}
     */
    <T> T await(Supplier<@Nullable T> value, Supplier<String> what) {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (true) {
                var found = value.get();
                if (found != null) {
                    return found;
                }
                if (left <= 0) {
                    throw new AssertionError(
                            what.get() + " did not come within " + PATIENCE.toSeconds() + " s");
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + what.get(), e);
        } finally {
            lock.unlock();
        }
    }
}
