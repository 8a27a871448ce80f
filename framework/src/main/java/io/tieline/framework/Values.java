package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.List;
import java.util.Optional;

/**
 * Named values of an object, each read as the type that its reader expects: the arguments of a
 * tool, the answers of a form, the variables of a template. Immutable.
 *
 * <p>A reader that names a value which is missing or of another type throws {@link
 * IllegalArgumentException} with a message for the peer, who sent it: in a tool's handler it need
 * not be caught, the caller is told. Use {@link #has} or {@link #optionalText} for what may be
 * absent.
 *
 * @param json the object
 */
public record Values(Json json) {

    /** No values. */
    public static final Values NONE = new Values(Json.EMPTY_OBJECT);

    public Values {
        if (!json.isObject()) {
            throw new IllegalArgumentException("Values are an object, not " + json.kind());
        }
    }

    /** Whether there is such a value and it is not null. */
    public boolean has(String name) {
        var value = json.get(name);
        return value != null && !value.isNull();
    }

    /** The string of this name. */
    public String text(String name) {
        var value = value(name);
        if (!value.isString()) {
            throw new InvalidValueException(name, "a string");
        }
        return value.asString();
    }

    /** The string of this name, or empty if there is none. */
    public Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** The whole number of this name. */
    public long integer(String name) {
        var value = value(name);
        try {
            if (value.isNumber()) {
                return value.asLong();
            }
        } catch (ArithmeticException fraction) {
            throw new InvalidValueException(name, "a whole number of at most 64 bits");
        }
        throw new InvalidValueException(name, "a whole number");
    }

    /** The number of this name. */
    public double number(String name) {
        var number = JsonMembers.decimal(json, name);
        if (number == null) {
            value(name);
            throw new InvalidValueException(name, "a number");
        }
        return number;
    }

    /** Whether the boolean of this name is true; false if there is none. */
    public boolean flag(String name) {
        if (!has(name)) {
            return false;
        }
        var value = value(name);
        if (!value.isTrue() && !value.isFalse()) {
            throw new InvalidValueException(name, "true or false");
        }
        return value.isTrue();
    }

    /** The strings of the array of this name; none if it is absent. */
    public List<String> texts(String name) {
        if (!has(name)) {
            return List.of();
        }
        var value = value(name);
        if (!value.isArray() || !value.elements().stream().allMatch(Json::isString)) {
            throw new InvalidValueException(name, "a list of strings");
        }
        return value.elements().stream().map(Json::asString).toList();
    }

    /** The value of this name, of whatever type. */
    public Json value(String name) {
        var value = json.get(name);
        if (value == null || value.isNull()) {
            throw new InvalidValueException(name);
        }
        return value;
    }

    /** All values as a record, or anything else that Jackson can read. */
    public <T> T as(Class<T> type) {
        return as(type, "");
    }

    /** The same, where the sender knows them by this name. */
    <T> T as(Class<T> type, String name) {
        return JsonTypes.fromJson(json, type, name);
    }
}
