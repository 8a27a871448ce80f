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
 * @param budget bounds the bytes that wait
 */
public record Environment(Timers timers, RandomGenerator random, Observer observer, Budget budget) {

    /** A world in which any number of bytes may wait. */
    public Environment(Timers timers, RandomGenerator random, Observer observer) {
        this(timers, random, observer, Budget.UNLIMITED);
    }

    /** The same world, watched by another observer. */
    public Environment observedBy(Observer other) {
        return new Environment(timers, random, other, budget);
    }

    /** The same world with another bound on the bytes that wait. */
    public Environment within(Budget other) {
        return new Environment(timers, random, observer, other);
    }
}
