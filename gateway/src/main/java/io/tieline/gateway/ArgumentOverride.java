package io.tieline.gateway;

import io.tieline.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of one argument of a tool in place of what its server says. Null leaves the
 * server's own. Immutable.
 *
 * @param name what clients call it; the server is given its own name
 * @param description replaces the description
 * @param defaultValue what the server is given if the client gives nothing
 * @param hide whether clients never see it, and may not send it: the server is given {@code
 *     defaultValue}, or nothing if that is null. If the server's schema requires it and there is no
 *     default, calls of the tool fail and say so
 * @param required whether clients must give it; with a default they need not, unless this says so
 * @param type replaces the JSON Schema {@code type}: a string, or an array of strings
 * @param examples replaces the examples
 */
public record ArgumentOverride(
        @Nullable String name,
        @Nullable String description,
        @Nullable Json defaultValue,
        @Nullable Boolean hide,
        @Nullable Boolean required,
        @Nullable Json type,
        @Nullable List<Json> examples) {

    /** The argument as its server has it. */
    public static final ArgumentOverride NONE =
            new ArgumentOverride(null, null, null, null, null, null, null);

    /**
     * Another view of an argument.
     *
     * @throws IllegalArgumentException if the name is empty, the type is none, or it is hidden and
     *     required
     */
    public ArgumentOverride {
        examples = examples == null ? null : List.copyOf(examples);
        if (name != null && name.isEmpty()) {
            throw new IllegalArgumentException("the name of an argument is empty");
        }
        if (type != null && !type.isString() && !isOfStrings(type)) {
            throw new IllegalArgumentException(
                    "the type of an argument must be a string or an array of strings, not " + type);
        }
        if (Boolean.TRUE.equals(hide) && Boolean.TRUE.equals(required)) {
            throw new IllegalArgumentException(
                    "an argument that is hidden cannot be required of clients");
        }
    }

    private static boolean isOfStrings(Json type) {
        return type.isArray() && type.list().stream().allMatch(Json::isString);
    }

    /** Whether clients never see it. */
    public boolean isHidden() {
        return Boolean.TRUE.equals(hide);
    }

    /** The same under another name. */
    public ArgumentOverride withName(String other) {
        return new ArgumentOverride(
                other, description, defaultValue, hide, required, type, examples);
    }

    /** The same with another description. */
    public ArgumentOverride withDescription(String other) {
        return new ArgumentOverride(name, other, defaultValue, hide, required, type, examples);
    }

    /** The same with another default. */
    public ArgumentOverride withDefault(Json other) {
        return new ArgumentOverride(name, description, other, hide, required, type, examples);
    }

    /** The same, hidden or not. */
    public ArgumentOverride withHide(boolean other) {
        return new ArgumentOverride(
                name, description, defaultValue, other, required, type, examples);
    }

    /** The same, required of clients or not. */
    public ArgumentOverride withRequired(boolean other) {
        return new ArgumentOverride(name, description, defaultValue, hide, other, type, examples);
    }

    /** The same with another type. */
    public ArgumentOverride withType(Json other) {
        return new ArgumentOverride(
                name, description, defaultValue, hide, required, other, examples);
    }

    /** The same with other examples. */
    public ArgumentOverride withExamples(List<Json> other) {
        return new ArgumentOverride(name, description, defaultValue, hide, required, type, other);
    }
}
