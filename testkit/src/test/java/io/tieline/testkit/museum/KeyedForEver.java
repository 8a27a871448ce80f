package io.tieline.testkit.museum;

import io.tieline.gateway.GatewaySettings;
import io.tieline.session.Timers;
import io.tieline.testkit.simulation.Wiring;
import java.time.Duration;

/**
 * The session of a key is kept for whoever may come back with it, and nobody counts the keys: each
 * new one keeps an entry and a backend for ever.
 */
final class KeyedForEver implements Wiring {

    @Override
    public Timers timers(Timers timers) {
        return new Timers() {
            @Override
            public long nanoTime() {
                return timers.nanoTime();
            }

            @Override
            public Alarm after(Duration delay, Runnable task) {
                boolean wouldForget = delay.equals(GatewaySettings.DEFAULT.idle());
                return wouldForget ? () -> {} : timers.after(delay, task);
            }
        };
    }
}
