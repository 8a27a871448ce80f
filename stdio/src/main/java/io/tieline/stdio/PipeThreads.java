package io.tieline.stdio;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that wait for pipes. Platform threads, since a virtual thread that waits for a pipe
 * keeps its carrier; daemons, since a pipe may stay open for ever; as many as there is work, since
 * each waits for one peer. A thread without work ends after two seconds.
 */
final class PipeThreads implements Executor, AutoCloseable {

    private static final long IDLE_SECONDS = 2;

    private final ThreadPoolExecutor pool;

    PipeThreads(String name) {
        this.pool =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    /** Takes no more work. Threads end with the work that they do. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
