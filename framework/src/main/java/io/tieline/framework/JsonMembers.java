package io.tieline.framework;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How members of a JSON object are read and written by the types of this package. */
final class JsonMembers {

    private JsonMembers() {}

    /** The string of that name, without which the object is not what it should be. */
    static String required(Json object, String name) {
        var text = object.text(name);
        if (text == null) {
            throw misfit(name, "is missing, or is not a string");
        }
        return text;
    }

    /** The bytes of the string of that name, which is Base64. */
    static byte[] bytes(Json object, String name) {
        try {
            return Base64.getDecoder().decode(required(object, name));
        } catch (InvalidValueException missing) {
            throw missing;
        } catch (IllegalArgumentException otherwise) {
            throw misfit(name, "is not Base64");
        }
    }

    static InvalidValueException misfit(String name, String what) {
        return new InvalidValueException("The member " + name + " " + what, (Throwable) null);
    }

    static Json object(Json object, String name) {
        var value = object.get(name);
        return value != null && value.isObject() ? value : Json.EMPTY_OBJECT;
    }

    /**
     * The arguments of a call; none if they are left out.
     *
     * @throws McpException if they are no object
     */
    static Values arguments(Json params) {
        var arguments = params.get("arguments");
        if (arguments != null && !arguments.isObject()) {
            throw new McpException(
                    ErrorCode.INVALID_PARAMS,
                    "The arguments must be an object, not " + arguments.kind());
        }
        return arguments == null ? Values.NONE : new Values(arguments);
    }

    static List<Json> elements(Json object, String name) {
        var value = object.get(name);
        return value != null && value.isArray() ? value.elements() : List.of();
    }

    static boolean flag(Json object, String name) {
        var value = object.get(name);
        return value != null && value.isTrue();
    }

    static @Nullable Double decimal(Json object, String name) {
        var value = object.get(name);
        return value != null && value.isNumber() ? Double.valueOf(value.toString()) : null;
    }

    /** Whole numbers are written without a fraction, as most peers write them. */
    static Json number(double value) {
        long whole = (long) value;
        return whole == value ? Json.number(whole) : Json.of(Double.toString(value));
    }

    static Json strings(List<String> values) {
        return Json.array(values.stream().map(Json::string).toList());
    }
}
