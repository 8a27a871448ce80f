package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * How much more work twice the input makes, in processor time of this thread: of several pairs, one
 * run right after the other, the median counts.
 */
final class Growth {

    /** Twice the work, and what sorting, caches and chance may add. */
    private static final double MOST = 2.5;

    private static final int PAIRS = 5;

    /** What is below this is no work that anybody could measure, in nanoseconds. */
    private static final long FLOOR = 5_000_000;

    private Growth() {}

    /**
     * Checks that twice as much input makes at most two and a half times the work.
     *
     * @param prepare makes the input of a size, which does not count, and gives the work on it
     */
    static void assertLinear(int size, IntFunction<Runnable> prepare) {
        var once = prepare.apply(size);
        var twice = prepare.apply(2 * size);
        once.run();
        twice.run();
        var ratios = new double[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            double cost = FLOOR + cost(once);
            ratios[i] = (FLOOR + cost(twice)) / cost;
        }
        Arrays.sort(ratios);
        assertThat(ratios[PAIRS / 2])
                .as("times the work for twice %d, of %s", size, Arrays.toString(ratios))
                .isLessThanOrEqualTo(MOST);
    }

    private static long cost(Runnable work) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        work.run();
        return threads.getCurrentThreadCpuTime() - before;
    }
}
