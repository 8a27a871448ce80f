package io.tieline.session;

import io.tieline.wire.Id;
import io.tieline.wire.Json;

/** The numbers that we mint as ids and tokens, as they come back. */
public final class MintedNumbers {

    private MintedNumbers() {}

    /** The id as we mint it: all of ours are numbers, so that the text of one is no other's id. */
    public static Id idOf(Id repeated) {
        var number = repeated.unquoted();
        return number == null ? repeated : number;
    }

    /** Says whether the value is a whole number from the first to the last, both included. */
    public static boolean isBetween(Json value, long first, long last) {
        var number = value.integer();
        return number.isPresent() && first <= number.getAsLong() && number.getAsLong() <= last;
    }
}
