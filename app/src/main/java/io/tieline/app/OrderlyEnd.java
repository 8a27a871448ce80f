package io.tieline.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The end of the program in order, whoever asks for it. Safe for use by several threads. */
final class OrderlyEnd {

    private final FrontDoor front;
    private final Notices notices;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

    OrderlyEnd(FrontDoor front, Notices notices) {
        this.front = front;
        this.notices = notices;
    }

    /** Takes nothing new; what is under way may end. Asking twice is silent. */
    void begin() {
        if (begun.compareAndSet(false, true)) {
            var drained = front.drain();
            notices.say("draining; a second SIGTERM or Ctrl-C ends at once");
            var _ = drained.thenRun(() -> done.complete(null));
        }
    }

    boolean hasBegun() {
        return begun.get();
    }

    /** Completed when everything has ended. */
    CompletableFuture<@Nullable Void> done() {
        return done;
    }
}
