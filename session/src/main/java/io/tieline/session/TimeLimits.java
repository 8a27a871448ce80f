package io.tieline.session;

import java.time.Duration;

/**
 * How long a backend may take.
 *
 * @param initialize for the connection and the handshake
 * @param idle for a call without a sign of life; progress, a log message or a question starts it
 *     anew, and it stands still while the client is being asked
 * @param cap for a call in all
 */
public record TimeLimits(Duration initialize, Duration idle, Duration cap) {

    /** 15 s for the handshake, 60 s of silence, 15 minutes in all. */
    public static final TimeLimits DEFAULT =
            new TimeLimits(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofMinutes(15));

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
