package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object with a member for each component of a record.
 *
 * @param parts the components
 * @param description what the whole is, if that is said
 */
record RecordShape(List<Part> parts, @Nullable String description) implements Shape {

    /**
     * One component.
     *
     * @param name its name in JSON
     * @param aliases other names under which it is taken
     * @param shape its type
     * @param required whether it cannot be left out
     * @param standing what it is if it is left out
     * @param description what it is for
     */
    record Part(
            String name,
            List<String> aliases,
            Shape shape,
            boolean required,
            @Nullable Json standing,
            @Nullable String description) {

        /** What an object holds under the name, or else under another that is taken for it. */
        private @Nullable Json given(Json object) {
            var given = object.get(name);
            for (int i = 0; given == null && i < aliases.size(); i++) {
                given = object.get(aliases.get(i));
            }
            return given;
        }

        private Json schema() {
            var schema = shape.schema();
            if (description != null) {
                schema = schema.with("description", Json.string(description));
            }
            return standing == null ? schema : schema.with("default", standing);
        }
    }

    @Override
    public Json schema() {
        var properties = Json.EMPTY_OBJECT;
        var required = new ArrayList<String>();
        for (var part : parts) {
            properties = properties.with(part.name(), part.schema());
            if (part.required()) {
                required.add(part.name());
            }
        }
        return Json.object(
                "type",
                "object",
                "description",
                description,
                "properties",
                properties,
                "required",
                required.isEmpty() ? null : JsonMembers.strings(required));
    }

    @Override
    public Json checked(Json value, Place place) {
        if (!value.isObject()) {
            throw InvalidValueException.misfit(place, value, "no object");
        }
        var whole = value;
        for (var part : parts) {
            var at = place.member(part.name());
            var given = part.given(value);
            if (given != null && (!given.isNull() || part.shape().equals(FREE))) {
                var read = part.shape().checked(given, at);
                whole = read.equals(value.get(part.name())) ? whole : whole.with(part.name(), read);
            } else if (part.required()) {
                throw InvalidValueException.missing(at);
            } else if (part.standing() != null) {
                whole = whole.with(part.name(), part.standing());
            }
        }
        return whole;
    }
}
