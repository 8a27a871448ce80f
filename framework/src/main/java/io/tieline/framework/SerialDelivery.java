package io.tieline.framework;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands things to code of somebody else one at a time and in order, on a virtual thread that exists
 * while there is something to hand over. Safe for use by several threads; nobody who adds anything
 * waits.
 */
final class SerialDelivery {

    /** So many may wait before their sender is asked to pause. */
    private static final int MANY = 256;

    /** So many may wait at all. */
    private static final int MOST = 4096;

    private final Deque<Runnable> waiting = new ArrayDeque<>(0);
    private final ThreadFactory threads;
    private final Consumer<Throwable> faults;
    private Consumer<Boolean> pressure = tooMuch -> {};
    private boolean pressed;
    private boolean running;

    /** A line whose code reports what it throws. */
    SerialDelivery(ThreadFactory threads, Consumer<Throwable> faults) {
        this.threads = threads;
        this.faults = faults;
    }

    /** Names the one who hears that too much is waiting, and that it has been taken. */
    void onPressure(Consumer<Boolean> listener) {
        synchronized (this) {
            pressure = listener;
            if (!pressed) {
                return;
            }
        }
        listener.accept(true);
    }

    /** Hands over later, or not at all if too much is waiting already: then false. */
    boolean add(Runnable task) {
        boolean first;
        Consumer<Boolean> told = null;
        synchronized (this) {
            if (waiting.size() >= MOST) {
                return false;
            }
            waiting.add(task);
            if (waiting.size() == MANY && !pressed) {
                pressed = true;
                told = pressure;
            }
            first = !running;
            running = true;
        }
        if (told != null) {
            told.accept(true);
        }
        if (first) {
            threads.newThread(this::drain).start();
        }
        return true;
    }

    /** Runs what must not be dropped and does not block: after all that waits, or at once. */
    void last(Runnable task) {
        synchronized (this) {
            if (running) {
                waiting.add(task);
                return;
            }
        }
        task.run();
    }

    @SuppressWarnings("CatchThrowable") // the barrier around code that is not ours
    private void drain() {
        for (var task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (Throwable t) {
                faults.accept(t);
            }
        }
    }

    private @Nullable Runnable next() {
        Runnable task;
        Consumer<Boolean> told = null;
        synchronized (this) {
            task = waiting.poll();
            if (waiting.size() < MANY / 2 && pressed) {
                pressed = false;
                told = pressure;
            }
            running = task != null;
        }
        if (told != null) {
            told.accept(false);
        }
        return task;
    }
}
