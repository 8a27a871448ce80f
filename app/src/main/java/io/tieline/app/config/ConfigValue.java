package io.tieline.app.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A value that the operator wrote, with the place where it stands, so that a complaint can name it.
 *
 * @param name what the value is called, where a setting takes several by name ({@code headers},
 *     {@code env}); else empty
 * @param value never printed where {@code name} is not empty: it may be a credential
 * @param place an option, or a file and a key in it
 */
public record ConfigValue(String name, String value, String place) {

    /** A value without a name. */
    public static ConfigValue of(String value, String place) {
        return new ConfigValue("", value, place);
    }

    /** What is wrong with it, with its place. */
    public UsageException wrong(String problem) {
        return UsageException.at(place, problem);
    }

    /** The constant of this name, which is written in lower case. */
    public <T extends Enum<T>> T oneOf(T[] constants) throws UsageException {
        for (var constant : constants) {
            if (word(constant).equals(value)) {
                return constant;
            }
        }
        var words =
                Arrays.stream(constants).map(ConfigValue::word).collect(Collectors.joining(", "));
        throw wrong("\"" + value + "\" is not one of " + words);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return place + (name.isEmpty() ? "" : " " + name);
    }
}
