package io.tieline.framework;

import io.tieline.wire.Json;
import org.jspecify.annotations.Nullable;

/** Says which value of a peer does not fit; the message is meant for that peer. */
final class InvalidValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private static final int SHOWN = 60;

    InvalidValueException(String name) {
        super("The value " + name + " is missing");
    }

    InvalidValueException(String name, String expected) {
        super("The value " + name + " must be " + expected);
    }

    InvalidValueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    private InvalidValueException(Place place, String told) {
        super(place.toString().isEmpty() ? told : place + told);
    }

    /** The value at this place is not there. */
    static InvalidValueException missing(Place place) {
        return new InvalidValueException(place, " is missing");
    }

    /** The value at this place is none of these: {@code when: "soon" is no ISO-8601 instant}. */
    static InvalidValueException misfit(Place place, Json value, String expected) {
        return new InvalidValueException(place, ": " + shown(value) + " is " + expected);
    }

    private static String shown(Json value) {
        if (value.isObject() || value.isArray()) {
            return value.isObject() ? "an object" : "an array";
        }
        var text = value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
