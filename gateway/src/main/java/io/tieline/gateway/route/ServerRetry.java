package io.tieline.gateway.route;

import io.tieline.session.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server again that did not list, after a pause that grows with each attempt. On the strand
 * of its client.
 */
final class ServerRetry {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Timers timers;
    private final Runnable attempt;
    private Duration pause = FIRST;
    private Timers.@Nullable Alarm alarm;

    /**
     * Nothing is wrong yet.
     *
     * @param attempt is run by the timer, on any thread
     */
    ServerRetry(Timers timers, Runnable attempt) {
        this.timers = timers;
        this.attempt = attempt;
    }

    /** Asks again after the pause, unless that is planned already. */
    void plan() {
        if (alarm == null) {
            alarm = timers.after(pause, attempt);
            var longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
        }
    }

    /** The time has come: it is asked now. */
    void begin() {
        alarm = null;
    }

    /** All is well: the next pause is a short one. */
    void succeeded() {
        pause = FIRST;
        stop();
    }

    /** Does not ask again. */
    void stop() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }
}
