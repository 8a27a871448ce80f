package io.tieline.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** All chance of one history: the same seed throws the same numbers. */
final class SeededRandom {

    private final SplittableRandom random;

    SeededRandom(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private SeededRandom(SplittableRandom random) {
        this.random = random;
    }

    /**
     * Dice of their own for a part of the world, so that what it throws changes nothing elsewhere.
     */
    SeededRandom split() {
        return new SeededRandom(random.split());
    }

    RandomGenerator generator() {
        return random;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Both ends included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    Duration millis(int least, int most) {
        return Duration.ofNanos((long) (1e6 * (least + random.nextDouble() * (most - least))));
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    <E extends Enum<E>> E pick(E[] from) {
        return from[random.nextInt(from.length)];
    }
}
