package io.tieline.http.client;

import io.tieline.session.RetryDelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Whoever wants to know whether one session is alive, while its backend is asked. It is asked one
 * question at a time, and refusals in quick succession are answered with what was found last, so
 * that a backend which refuses everything is not asked for every single request. Confined to the
 * link's event loop.
 */
final class SessionInquiry {

    /** How long a backend that has just been asked is left in peace; longer each time. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private record Waiting(boolean otherwise, Consumer<Boolean> alive) {}

    private final CancellableLoopTimers alarms;
    private final List<Waiting> waiting = new ArrayList<>(0);
    private final RetryDelay delay;
    private Duration pause = Duration.ZERO;
    private long settled;

    SessionInquiry(CancellableLoopTimers alarms, RandomGenerator random) {
        this.alarms = alarms;
        this.delay = new RetryDelay(FIRST_PAUSE, LONGEST_PAUSE, random);
    }

    /**
     * Somebody wants to know.
     *
     * @param otherwise what is believed if the backend cannot be asked
     * @param alive hears it: at once, or when it is settled
     * @return whether the backend is to be asked now
     */
    boolean wants(boolean otherwise, Consumer<Boolean> alive) {
        if (waiting.isEmpty() && isTooSoon()) {
            alive.accept(true);
            return false;
        }
        waiting.add(new Waiting(otherwise, alive));
        return waiting.size() == 1;
    }

    private boolean isTooSoon() {
        return pause.isPositive() && alarms.nanoTime() - settled < pause.toNanos();
    }

    /** This was found. */
    void settle(boolean alive) {
        settle(_ -> alive);
    }

    /** Nothing was found, so each believes what it would believe otherwise. */
    void cannotTell() {
        settle(Waiting::otherwise);
    }

    private void settle(Predicate<Waiting> verdict) {
        settled = alarms.nanoTime();
        pause = delay.next();
        var told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(one -> one.alive().accept(verdict.test(one)));
    }

    /** The backend has answered something: the next refusal is a new one. */
    void answered() {
        pause = Duration.ZERO;
        delay.worked();
    }
}
