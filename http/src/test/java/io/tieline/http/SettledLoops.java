package io.tieline.http;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waits for event loops in tests. */
final class SettledLoops {

    private SettledLoops() {}

    /**
     * Waits until each loop has begun what it was asked and read what had arrived. An alarm that is
     * set while one rings does not ring in the same turn of the loop, however long that takes: in
     * between it reads.
     */
    static void await(EventLoops loops) throws Exception {
        for (var executor : loops.loops().group()) {
            var settled = new CompletableFuture<Void>();
            var loop = (EventLoop) executor;
            after(loop, () -> after(loop, () -> settled.complete(null)));
            settled.get(10, TimeUnit.SECONDS);
        }
    }

    private static void after(EventLoop loop, Runnable task) {
        var _ = loop.schedule(task, 1, TimeUnit.MILLISECONDS);
    }
}
