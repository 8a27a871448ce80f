package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How far a request has come (all revisions, "Progress").
 *
 * @param json the parameters as they stand on the wire
 */
public record Progress(Json json) {

    /** How far, in units of the server's choice; it only grows. */
    public double progress() {
        var value = JsonMembers.decimal(json, "progress");
        return value == null ? 0 : value;
    }

    /** How far it has to go, if that is known. */
    public OptionalDouble total() {
        var value = JsonMembers.decimal(json, "total");
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** What is being done, in words (since 2025-03-26). */
    public @Nullable String message() {
        return json.text("message");
    }
}
