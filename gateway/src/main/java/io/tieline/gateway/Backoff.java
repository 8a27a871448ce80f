package io.tieline.gateway;

import io.tieline.session.Environment;
import io.tieline.session.RetryDelay;
import io.tieline.session.Timers;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.LinkFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a backend that cannot be opened, or whose sessions end soon and have answered nothing, from
 * being tried without pause: 50 ms at first, a second at the most. A few such sessions are
 * forgiven: whoever restarts a server wants it back at once.
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration MOST = Duration.ofSeconds(1);

    /** A session that has lasted so long was worth opening, whatever came of it. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    /** So many sessions in a row may end earlier without an answer. */
    private static final int FORGIVEN = 3;

    private final Timers timers;
    private final RetryDelay delay;
    private long until;
    private long opened;
    private int early;
    private @Nullable LinkFailure last;

    Backoff(Environment environment) {
        this.timers = environment.timers();
        this.delay = new RetryDelay(FIRST, MOST, environment.random());
    }

    /** Why the backend must not be tried right now, or null if it may. */
    @Nullable LinkFailure refuses() {
        return last != null && timers.nanoTime() - until < 0 ? last : null;
    }

    /** It could not be opened. */
    void failed(LinkFailure failure) {
        if (failure.kind() != LinkFailure.Kind.OVERLOADED) { // else nothing was tried
            pause(failure);
        }
    }

    /** It was opened. */
    void opened() {
        opened = timers.nanoTime();
        last = null;
        if (early == 0) {
            delay.worked();
        }
    }

    /** It has ended by itself after it was opened. */
    void ended(BackendSession session, LinkFailure failure) {
        if (failure.kind() == LinkFailure.Kind.GAVE_WAY) {
            return; // not by itself
        }
        if (session.hasServed() || timers.nanoTime() - opened >= STEADY.toNanos()) {
            early = 0;
            delay.worked();
        } else if (++early > FORGIVEN) {
            pause(failure);
        }
    }

    private void pause(LinkFailure failure) {
        until = timers.nanoTime() + delay.next().toNanos();
        last = failure.executed(LinkFailure.Executed.NO);
    }
}
