package io.tieline.bench.load;

import java.time.Duration;

/**
 * How hard and how long clients work in one run.
 *
 * @param warmUp so long before anything is counted
 * @param measured so long it is counted; as often again as no call has ended in it
 * @param perSecond how many calls all clients together begin each second, whether the ones before
 *     have ended or not; 0 if each client makes its next call when the last has ended
 */
public record Effort(Duration warmUp, Duration measured, double perSecond) {

    /** Each client makes its next call when the last has ended. */
    public static Effort closedLoop(Duration warmUp, Duration measured) {
        return new Effort(warmUp, measured, 0);
    }
}
