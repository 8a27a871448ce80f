package io.tieline.testkit.museum;

import io.tieline.session.Timers;
import io.tieline.testkit.simulation.Wiring;
import java.time.Duration;

/**
 * A call keeps its turn while its client is being asked: one that has gone to lunch holds up
 * everybody who shares its backend session. The alarm of the few silent milliseconds never goes
 * off.
 */
final class KeptTurn implements Wiring {

    private static final Duration SILENCE = Duration.ofMillis(5);

    @Override
    public Timers timers(Timers timers) {
        return new Timers() {
            @Override
            public long nanoTime() {
                return timers.nanoTime();
            }

            @Override
            public Alarm after(Duration delay, Runnable task) {
                return timers.after(delay, delay.equals(SILENCE) ? () -> {} : task);
            }
        };
    }
}
