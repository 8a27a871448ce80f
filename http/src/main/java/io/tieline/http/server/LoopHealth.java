package io.tieline.http.server;

import io.tieline.http.io.Loops;
import io.tieline.session.Timers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers {@code /healthz}: whether this listener gets from a connection through every event loop
 * and back within a second. It says nothing of the servers behind, which may be down while it
 * lives, and gives no details. Safe for use by several threads.
 */
final class LoopHealth {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final int UNAVAILABLE = 503;

    private final Loops loops;
    private final Timers timers;

    LoopHealth(Loops loops, Timers timers) {
        this.loops = loops;
        this.timers = timers;
    }

    void answer(HttpReply reply) {
        var answered = new AtomicBoolean();
        var alarm =
                timers.after(
                        LIMIT,
                        () -> {
                            if (answered.compareAndSet(false, true)) {
                                reply.answer(UNAVAILABLE);
                            }
                        });
        var left = new AtomicInteger(loops.size());
        loops.each(() -> {
            if (left.decrementAndGet() == 0 && answered.compareAndSet(false, true)) {
                alarm.cancel();
                reply.say("ok");
            }
        });
    }
}
