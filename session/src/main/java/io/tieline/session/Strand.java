package io.tieline.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs tasks one at a time and in order, on the thread of whoever hands one over while nobody else
 * is at it.
 *
 * <p>State that is touched only on one strand needs no lock. An uncontended hand-over costs no
 * thread switch; a contended one costs the caller nothing, since the thread that is at it takes the
 * task along. Tasks must not block. A task that throws is reported, and the next one runs.
 */
public final class Strand {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Consumer<Throwable> faults;

    /** A strand that reports what its tasks throw. */
    public Strand(Consumer<Throwable> faults) {
        this.faults = faults;
    }

    /** Runs the task now, or after those that were handed over before it. */
    public void run(Runnable task) {
        if (waiting.compareAndSet(0, 1)) {
            runOne(task); // nobody is at it: no need to queue up
            if (waiting.decrementAndGet() != 0) {
                drain();
            }
        } else {
            tasks.add(task);
            if (waiting.getAndIncrement() == 0) {
                drain();
            }
        }
    }

    /** Whoever is counted has queued up before, so there is always one to be taken. */
    private void drain() {
        do {
            runOne(tasks.remove());
        } while (waiting.decrementAndGet() != 0);
    }

    @SuppressWarnings("CatchThrowable") // the barrier that confines a fault to one message
    private void runOne(Runnable task) {
        try {
            task.run();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable t) {
            faults.accept(t);
        }
    }
}
