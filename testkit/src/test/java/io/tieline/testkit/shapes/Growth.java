package io.tieline.testkit.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * How much more work twice the input makes. Work is processor time of all threads of this virtual
 * machine, so that it does not matter what else the machine does meanwhile; of several pairs, one
 * run right after the other, the median counts.
 */
final class Growth {

    /** Twice the work, and what sorting, caches and chance may add. */
    private static final double MOST = 2.5;

    private static final int WARM_UPS = 2;
    private static final int PAIRS = 5;

    /** What is below this is no work that anybody could measure, in nanoseconds. */
    private static final long FLOOR = 5_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Growth() {}

    /** Something that costs as much as its input is large. */
    interface Work {
        void on(int size) throws Exception;
    }

    /** Checks that twice as much input makes at most two and a half times the work. */
    static void assertLinear(int size, Work work) throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            work.on(size);
        }
        var ratios = new double[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            double once = FLOOR + cost(size, work);
            ratios[i] = (FLOOR + cost(2 * size, work)) / once;
        }
        Arrays.sort(ratios);
        assertThat(ratios[PAIRS / 2])
                .as("times the work for twice %d, of %s", size, Arrays.toString(ratios))
                .isLessThanOrEqualTo(MOST);
    }

    private static long cost(int size, Work work) throws Exception {
        long before = spent();
        work.on(size);
        return spent() - before;
    }

    private static long spent() {
        long all = 0;
        for (long thread : THREADS.getAllThreadIds()) {
            all += Math.max(0, THREADS.getThreadCpuTime(thread));
        }
        return all;
    }
}
