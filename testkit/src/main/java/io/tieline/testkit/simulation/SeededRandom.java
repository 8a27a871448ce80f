package io.tieline.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** All chance of one history: the same seed throws the same numbers. */
public final class SeededRandom {

    private final SplittableRandom random;

    public SeededRandom(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private SeededRandom(SplittableRandom random) {
        this.random = random;
    }

    /**
     * Dice of their own for a part of the world, so that what it throws changes nothing elsewhere.
     */
    public SeededRandom split() {
        return new SeededRandom(random.split());
    }

    public RandomGenerator generator() {
        return random;
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Both ends included. */
    public int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    public Duration millis(int least, int most) {
        return Duration.ofNanos((long) (1e6 * (least + random.nextDouble() * (most - least))));
    }

    public <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    public <E extends Enum<E>> E pick(E[] from) {
        return from[random.nextInt(from.length)];
    }
}
