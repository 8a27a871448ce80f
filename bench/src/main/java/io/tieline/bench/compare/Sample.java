package io.tieline.bench.compare;

import io.tieline.bench.load.Outcome;
import io.tieline.bench.subject.Meter;
import org.jspecify.annotations.Nullable;

/**
 * What one subject did in one round. Times are in microseconds.
 *
 * @param cpu user and system time of the subject for one call; not a number where it has no process
 * @param peakBytes its most physical memory in the round
 * @param backends how many processes of the backend it had started
 */
public record Sample(
        long calls,
        double perSecond,
        double cpu,
        double p50,
        double p99,
        double p999,
        long peakBytes,
        int backends,
        long errors,
        @Nullable String firstError) {

    static Sample of(Outcome outcome, boolean hasProcess, Meter meter) {
        return new Sample(
                outcome.calls(),
                outcome.perSecond(),
                hasProcess ? outcome.cpuMicrosPerCall() : Double.NaN,
                outcome.latencyMicros(50),
                outcome.latencyMicros(99),
                outcome.latencyMicros(99.9),
                meter.peakBytes(),
                meter.backends(),
                outcome.errors(),
                outcome.firstError());
    }
}
