package io.tieline.http.settings;

import java.time.Duration;

/** Refuses settings that make no sense, in the same words everywhere. */
final class Checks {

    private Checks() {}

    static void require(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", below 1");
        }
    }

    static void require(Duration value, String name) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " is " + value + ", not positive");
        }
    }
}
