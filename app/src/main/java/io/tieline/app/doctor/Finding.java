package io.tieline.app.doctor;

import io.tieline.wire.Json;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one check has shown. Immutable.
 *
 * @param check what was looked at
 * @param state how it is
 * @param text what was seen; of a skipped check, why it could not be made
 * @param means what that means for who uses the server; empty where all is well
 * @param remedy what to do about it; empty where all is well
 * @param took how long it took; null where that says nothing
 */
record Finding(
        String check,
        State state,
        String text,
        String means,
        String remedy,
        @Nullable Duration took) {

    /** How it is. */
    enum State {
        OK,
        NOTE,
        FAILED,
        SKIPPED
    }

    /** It works. */
    static Finding ok(String check, String text, Duration took) {
        return new Finding(check, State.OK, text, "", "", took);
    }

    /** It works, and something about it should be known. */
    static Finding note(String check, String text, String means, String remedy) {
        return new Finding(check, State.NOTE, text, means, remedy, null);
    }

    /** It does not work. */
    static Finding failed(String check, String text, String means, String remedy) {
        return new Finding(check, State.FAILED, text, means, remedy, null);
    }

    /** It could not be looked at. */
    static Finding skipped(String check, String why) {
        return new Finding(check, State.SKIPPED, why, "", "", null);
    }

    boolean isFailure() {
        return state == State.FAILED;
    }

    /** For programs. */
    Json json() {
        return Json.object(
                "check",
                check,
                "state",
                state.name().toLowerCase(Locale.ROOT),
                "text",
                text,
                "means",
                means.isEmpty() ? null : means,
                "remedy",
                remedy.isEmpty() ? null : remedy,
                "ms",
                took == null ? null : took.toMillis());
    }
}
