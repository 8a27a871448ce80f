package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of the constants of an enum, by the names that Jackson writes.
 *
 * @param names the constants, as JSON
 */
record ChoiceShape(List<Json> names) implements Shape {

    static ChoiceShape of(Class<?> type) {
        return new ChoiceShape(Stream.of(type.getEnumConstants()).map(JsonTypes::toJson).toList());
    }

    @Override
    public Json schema() {
        boolean texts = names.stream().allMatch(Json::isString);
        return Json.object("type", texts ? "string" : null, "enum", Json.array(names));
    }

    @Override
    public Json checked(Json value, Place place) {
        if (!names.contains(value)) {
            var all = names.stream().map(ChoiceShape::shown).collect(Collectors.joining(", "));
            throw InvalidValueException.misfit(place, value, "none of " + all);
        }
        return value;
    }

    private static String shown(Json name) {
        return name.isString() ? name.asString() : name.toString();
    }
}
