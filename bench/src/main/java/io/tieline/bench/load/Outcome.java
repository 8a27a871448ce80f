package io.tieline.bench.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What came of one run.
 *
 * @param calls how many ended well within the measured time
 * @param nanos the measured time
 * @param cpuNanos what the meter moved in that time
 * @param latency in nanoseconds, counted from when the call was to begin
 * @param errors lost, misrouted and refused replies, at any time
 * @param firstError null if there is none
 */
public record Outcome(
        long calls,
        long nanos,
        long cpuNanos,
        Histogram latency,
        long errors,
        @Nullable String firstError) {

    public double perSecond() {
        return calls * 1e9 / nanos;
    }

    /** What the meter moved for one call, in microseconds; not a number if there was none. */
    public double cpuMicrosPerCall() {
        return calls == 0 ? Double.NaN : cpuNanos / 1e3 / calls;
    }

    /** In microseconds. */
    public double latencyMicros(double percentile) {
        return calls == 0 ? Double.NaN : latency.getValueAtPercentile(percentile) / 1e3;
    }
}
