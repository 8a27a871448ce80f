package io.tieline.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before something that failed, or ended, is tried again: at first a floor, which
 * nothing and nobody shortens, then twice as long after each attempt that came to nothing, up to a
 * limit. Every reconnect of Tieline has one, also where the peer says how soon it wants to be asked
 * again ({@code retry} of an event stream, {@code Retry-After}): a peer can make the wait longer,
 * and never shorter.
 *
 * <p>From the second wait on up to a quarter is taken off at random, so that many who lost the same
 * peer at once do not come back at once.
 *
 * <p>Confined to a strand or an event loop, or guarded by its owner.
 */
public final class RetryDelay {

    /** The part of a wait that is left to chance. */
    private static final double SPREAD = 0.25;

    /** No limit is more than so many doublings of a floor. */
    private static final int MOST_DOUBLINGS = 30;

    private final Duration floor;
    private final Duration longest;
    private final RandomGenerator random;
    private int fruitless;

    /**
     * Nothing has been tried yet.
     *
     * @param floor the first wait, and the shortest of all
     * @param longest the longest wait of ours; a peer may ask for more
     * @param random decides how much of the spread is taken off
     * @throws IllegalArgumentException if the floor is not positive, or exceeds the limit
     */
    public RetryDelay(Duration floor, Duration longest, RandomGenerator random) {
        if (!floor.isPositive() || floor.compareTo(longest) > 0) {
            throw new IllegalArgumentException(floor + " is no floor below " + longest);
        }
        this.floor = floor;
        this.longest = longest;
        this.random = random;
    }

    /** The wait before the next attempt, which counts as fruitless until it has {@link #worked}. */
    public Duration next() {
        int doublings = Math.min(fruitless, MOST_DOUBLINGS);
        fruitless++;
        var step = floor.multipliedBy(1L << doublings);
        var most = step.compareTo(longest) > 0 ? longest : step;
        return doublings == 0 ? floor : max(floor, most.minusNanos(spread(most)));
    }

    private long spread(Duration wait) {
        return (long) (random.nextDouble() * SPREAD * wait.toNanos());
    }

    /** The same, but as long as the peer asks for if that is more. */
    public Duration next(Duration asked) {
        return max(asked, next());
    }

    /** The latest attempt bore fruit: the next wait is the floor again. */
    public void worked() {
        fruitless = 0;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
