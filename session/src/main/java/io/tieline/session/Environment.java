package io.tieline.session;

import java.util.random.RandomGenerator;

/**
 * Everything that the core takes from the world around it. Nothing in the core reads a clock, makes
 * a thread or draws a random number but through this record, so that a simulator that provides it
 * replays one history from one seed.
 *
 * @param timers time
 * @param random the source of session ids: {@link java.security.SecureRandom} in a program
 * @param observer hears what happens
 */
public record Environment(Timers timers, RandomGenerator random, Observer observer) {

    /** The same world, watched by another observer. */
    public Environment observedBy(Observer other) {
        return new Environment(timers, random, other);
    }
}
