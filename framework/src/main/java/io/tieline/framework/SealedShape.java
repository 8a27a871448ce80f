package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the records of a sealed interface; a member of the object says which.
 *
 * @param discriminator the name of that member
 * @param cases the records by what the member says, in the order in which they are declared
 * @param description what the whole is, if that is said
 */
record SealedShape(
        String discriminator, Map<String, RecordShape> cases, @Nullable String description)
        implements Shape {

    @Override
    public Json schema() {
        var schemas = cases.entrySet().stream().map(it -> schema(it.getKey(), it.getValue()));
        return Json.object(
                "type",
                "object",
                "description",
                description,
                "oneOf",
                Json.array(schemas.toList()));
    }

    private Json schema(String name, RecordShape shape) {
        var own = shape.schema();
        var properties = Json.object(discriminator, Json.object("type", "string", "const", name));
        for (var property : JsonMembers.object(own, "properties").members()) {
            properties = properties.with(property.name(), property.value());
        }
        var required = new ArrayList<Json>();
        required.add(Json.string(discriminator));
        required.addAll(JsonMembers.elements(own, "required"));
        return own.with("properties", properties).with("required", Json.array(required));
    }

    @Override
    public Json checked(Json value, Place place) {
        if (!value.isObject()) {
            throw InvalidValueException.misfit(place, value, "no object");
        }
        var at = place.member(discriminator);
        var named = value.get(discriminator);
        if (named == null || named.isNull()) {
            throw InvalidValueException.missing(at);
        }
        var shape = named.isString() ? cases.get(named.asString()) : null;
        if (shape == null) {
            throw InvalidValueException.misfit(
                    at, named, "none of " + String.join(", ", cases.keySet()));
        }
        return shape.checked(value, place);
    }
}
