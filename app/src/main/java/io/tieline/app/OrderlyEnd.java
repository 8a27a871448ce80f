package io.tieline.app;

import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The end of the program in order, whoever asks for it. Safe for use by several threads. */
final class OrderlyEnd {

    private final FrontDoor front;
    private final PrintStream err;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

    OrderlyEnd(FrontDoor front, PrintStream err) {
        this.front = front;
        this.err = err;
    }

    /** Takes nothing new; what is under way may end. Asking twice is silent. */
    void begin() {
        if (begun.compareAndSet(false, true)) {
            var drained = front.drain();
            err.println("tieline: draining; a second SIGTERM or Ctrl-C ends at once");
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
