package io.tieline.app.record;

import java.time.Duration;

/**
 * How fast a recording is played.
 *
 * @param speed 1 for as fast as it was, 2 for twice as fast; 0 for without any pause
 */
public record ReplayPace(double speed) {

    /** Without any pause. */
    public static final ReplayPace AT_ONCE = new ReplayPace(0);

    /** How long to wait between two lines of the recording. */
    Duration between(Entry first, Entry second) {
        long millis = speed == 0 ? 0 : Math.round((second.millis() - first.millis()) / speed);
        return Duration.ofMillis(Math.max(0, millis));
    }
}
