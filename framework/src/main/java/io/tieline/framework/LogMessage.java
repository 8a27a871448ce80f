package io.tieline.framework;

import io.tieline.wire.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a server logs to its client (all revisions, "Logging").
 *
 * @param json the parameters as they stand on the wire
 */
public record LogMessage(Json json) {

    /** How much it matters; {@link LogLevel#INFO} if the server named no known level. */
    public LogLevel level() {
        var text = json.text("level");
        var level = text == null ? null : LogLevel.of(text);
        return level == null ? LogLevel.INFO : level;
    }

    /** Which part of the server says so. */
    public @Nullable String logger() {
        return json.text("logger");
    }

    /** What is said: JSON of any type. */
    public Json data() {
        var data = json.get("data");
        return data == null ? Json.NULL : data;
    }

    /** What is said, as a line: a string without its quotes, anything else as JSON. */
    public String text() {
        var data = data();
        return data.isString() ? data.asString() : data.toString();
    }
}
