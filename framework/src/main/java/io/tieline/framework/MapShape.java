package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.LinkedHashMap;

/**
 * An object whose members all have one shape, under names that are not known before.
 *
 * @param name the shape of the names
 * @param element the shape of the values
 */
record MapShape(Shape name, Shape element) implements Shape {

    @Override
    public Json schema() {
        boolean anyName = name.equals(ScalarShape.of(String.class));
        return Json.object(
                "type",
                "object",
                "propertyNames",
                anyName ? null : name.schema(),
                "additionalProperties",
                element.equals(FREE) ? null : element.schema());
    }

    @Override
    public Json checked(Json value, Place place) {
        if (!value.isObject()) {
            throw InvalidValueException.misfit(place, value, "no object");
        }
        var checked = new LinkedHashMap<String, Json>();
        for (var member : value.members()) {
            var at = place.member(member.name());
            var _ = name.checked(Json.string(member.name()), at);
            if (member.value().isNull() && !element.equals(FREE)) {
                throw InvalidValueException.missing(at);
            }
            checked.put(member.name(), element.checked(member.value(), at));
        }
        return Json.object(checked);
    }
}
