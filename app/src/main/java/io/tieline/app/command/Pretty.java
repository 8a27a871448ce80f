package io.tieline.app.command;

import io.tieline.wire.Json;

/** Writes JSON over several lines, with numbers and strings as they came. */
final class Pretty {

    private static final String STEP = "  ";

    private Pretty() {}

    /** The value, indented. */
    static String of(Json value) {
        var text = new StringBuilder();
        write(value, "\n", text);
        return text.toString();
    }

    private static void write(Json value, String line, StringBuilder text) {
        if (value.isObject() && !value.members().isEmpty()) {
            var separator = "{";
            for (var member : value.members()) {
                text.append(separator).append(line).append(STEP);
                text.append(Json.string(member.name())).append(": ");
                write(member.value(), line + STEP, text);
                separator = ",";
            }
            text.append(line).append('}');
        } else if (value.isArray() && !value.elements().isEmpty()) {
            var separator = "[";
            for (var element : value.elements()) {
                text.append(separator).append(line).append(STEP);
                write(element, line + STEP, text);
                separator = ",";
            }
            text.append(line).append(']');
        } else {
            text.append(value);
        }
    }
}
