package io.tieline.gateway;

import io.tieline.session.LinkFailure;
import io.tieline.session.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a backend that cannot be opened from being tried without pause: 50 ms at first, a second at
 * the most.
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration MOST = Duration.ofSeconds(1);

    private final Timers timers;
    private Duration pause = Duration.ZERO;
    private long until;
    private @Nullable LinkFailure last;

    Backoff(Timers timers) {
        this.timers = timers;
    }

    /** Why the backend must not be tried right now, or null if it may. */
    @Nullable LinkFailure refuses() {
        return last != null && timers.nanoTime() - until < 0 ? last : null;
    }

    void failed(LinkFailure failure) {
        if (failure.kind() == LinkFailure.Kind.OVERLOADED) {
            return; // nothing was tried
        }
        pause = pause.isZero() ? FIRST : pause.multipliedBy(2);
        pause = pause.compareTo(MOST) > 0 ? MOST : pause;
        until = timers.nanoTime() + pause.toNanos();
        last = failure.executed(LinkFailure.Executed.NO);
    }

    void opened() {
        pause = Duration.ZERO;
        last = null;
    }
}
