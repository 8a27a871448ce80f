package io.tieline.session.backend;

import java.time.Duration;

/**
 * How long a backend may take.
 *
 * @param initialize for the connection and the handshake, from the start of the process on
 * @param idle for a call without a sign of life; progress, a log message or a question starts it
 *     anew, and it stands still while the client is being asked
 * @param cap for a call in all
 */
public record TimeLimits(Duration initialize, Duration idle, Duration cap) {

    /**
     * A minute for the handshake, since a first start may have to download the program; 10 minutes
     * of silence, an hour in all.
     *
     * <p>They end what nobody waits for any longer, and are no means to find out that a backend is
     * dead: its process or its connection says that at once.
     */
    public static final TimeLimits DEFAULT =
            new TimeLimits(Duration.ofSeconds(60), Duration.ofMinutes(10), Duration.ofMinutes(60));

    public TimeLimits {
        if (!initialize.isPositive() || !idle.isPositive() || !cap.isPositive()) {
            throw new IllegalArgumentException("Time limits must be positive");
        }
    }

    /** The same limits with another time of silence. */
    public TimeLimits withIdle(Duration other) {
        return new TimeLimits(initialize, other, cap);
    }

    /** The same limits with another cap. */
    public TimeLimits withCap(Duration other) {
        return new TimeLimits(initialize, idle, other);
    }

    /** The same limits with another time for the handshake. */
    public TimeLimits withInitialize(Duration other) {
        return new TimeLimits(other, idle, cap);
    }
}
