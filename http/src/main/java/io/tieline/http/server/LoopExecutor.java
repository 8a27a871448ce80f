package io.tieline.http.server;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs tasks on one event loop, one at a time and in the order in which they are handed over: at
 * once when that is possible, else in a later turn of the loop.
 *
 * <p>Whoever hands over does so one task at a time, from any thread; an order between callers that
 * do not wait for each other is not made here. A task never runs inside another one of the same
 * executor. A task that throws is reported. Once the loop has stopped, tasks are dropped: nobody is
 * connected any longer.
 */
final class LoopExecutor {

    private final EventLoop loop;
    private final Consumer<Throwable> faults;
    private final AtomicInteger waiting = new AtomicInteger();

    LoopExecutor(EventLoop loop, Consumer<Throwable> faults) {
        this.loop = loop;
        this.faults = faults;
    }

    void run(Runnable task) {
        if (loop.inEventLoop() && waiting.compareAndSet(0, 1)) {
            runNow(task);
        } else {
            runLater(task);
        }
    }

    private void runLater(Runnable task) {
        waiting.incrementAndGet();
        try {
            loop.execute(() -> runNow(task));
        } catch (RejectedExecutionException stopped) {
            waiting.decrementAndGet();
        }
    }

    @SuppressWarnings("CatchThrowable") // the barrier that confines a fault to one connection
    private void runNow(Runnable task) {
        try {
            task.run();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable t) {
            faults.accept(t);
        } finally {
            waiting.decrementAndGet();
        }
    }
}
