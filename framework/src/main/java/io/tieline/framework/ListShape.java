package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.ArrayList;

/**
 * An array of values of one shape: a list, a set, a Java array.
 *
 * @param element the shape of each
 * @param unique whether no value may be there twice
 */
record ListShape(Shape element, boolean unique) implements Shape {

    @Override
    public Json schema() {
        return Json.object(
                "type",
                "array",
                "items",
                element.schema(),
                "uniqueItems",
                unique ? Json.TRUE : null);
    }

    @Override
    public Json checked(Json value, Place place) {
        if (!value.isArray()) {
            throw InvalidValueException.misfit(place, value, "no array");
        }
        var checked = new ArrayList<Json>();
        for (var one : value.elements()) {
            var at = place.element(checked.size());
            if (one.isNull() && !element.equals(FREE)) {
                throw InvalidValueException.missing(at);
            }
            checked.add(element.checked(one, at));
        }
        return Json.array(checked);
    }
}
