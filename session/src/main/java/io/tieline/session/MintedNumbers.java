package io.tieline.session;

import io.tieline.wire.Json;

/** The numbers that we mint as ids and tokens, as they come back. */
final class MintedNumbers {

    private MintedNumbers() {}

    /** Whether the value is a whole number from the first to the last, both included. */
    static boolean isBetween(Json value, long first, long last) {
        var number = value.integer();
        return number.isPresent() && first <= number.getAsLong() && number.getAsLong() <= last;
    }
}
