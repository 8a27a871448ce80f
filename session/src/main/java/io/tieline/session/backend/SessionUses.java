package io.tieline.session.backend;

import io.tieline.session.Timers;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much is under way in one backend session: its opening, calls, questions. One that has nothing
 * under way can be claimed once by whoever needs its place, and then takes nothing more. Counted on
 * the session's strand, asked and claimed from any thread.
 */
final class SessionUses {

    private static final int CLAIMED = Integer.MIN_VALUE / 2;

    /** The first use is the opening. */
    private final AtomicInteger count = new AtomicInteger(1);

    private final Timers timers;
    private volatile long idleSince;

    SessionUses(Timers timers) {
        this.timers = timers;
    }

    /** Something begins; false if the session was claimed, so that nothing can. */
    boolean begin() {
        return count.incrementAndGet() > 0;
    }

    /** It is over. */
    void end() {
        if (count.get() == 1) {
            idleSince = timers.nanoTime(); // first, so that whoever sees it idle sees since when
        }
        count.decrementAndGet();
    }

    boolean isIdle() {
        return count.get() == 0;
    }

    /** Since when it is idle; of any other time if it is not. */
    long idleSince() {
        return idleSince;
    }

    /** Begins something in a session that has nothing under way; false if it has, or is claimed. */
    boolean beginFirst() {
        return count.compareAndSet(0, 1);
    }

    /** Takes its place; false if something is under way. */
    boolean claim() {
        return count.compareAndSet(0, CLAIMED);
    }
}
