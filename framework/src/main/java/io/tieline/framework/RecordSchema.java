package io.tieline.framework;

import io.tieline.wire.Json;
import java.util.Set;

/** The JSON Schema of a record: one property for each component; see {@link Shapes}. */
final class RecordSchema {

    private static final Set<String> FORMATS = Set.of("email", "uri", "date", "date-time");

    private RecordSchema() {}

    /**
     * The schema of a record, nested as the record is.
     *
     * @throws IllegalArgumentException if a component is of a type that has no schema here
     */
    static Json of(Class<?> type) {
        return Shapes.of(type).schema();
    }

    /** The same for what a program writes: what has no schema here stands for any JSON. */
    static Json written(Class<?> type) {
        return Shapes.written(type).schema();
    }

    /**
     * The schema of a form (since 2025-06-18, "Elicitation"): flat, of strings, numbers, booleans
     * and choices, with the formats that are known there.
     *
     * @throws IllegalArgumentException if the record is not flat
     */
    static Json form(Class<? extends Record> type) {
        var schema = of(type);
        var fields = Json.EMPTY_OBJECT;
        for (var property : JsonMembers.object(schema, "properties").members()) {
            fields = fields.with(property.name(), field(property, type));
        }
        return schema.with("properties", fields).without("description");
    }

    private static Json field(Json.Member property, Class<?> type) {
        var schema = property.value();
        var kind = schema.text("type");
        boolean choices = schema.at("items", "enum") != null;
        if (kind == null || "object".equals(kind) || ("array".equals(kind) && !choices)) {
            throw new IllegalArgumentException(
                    "A form is flat, but the component "
                            + property.name()
                            + " of "
                            + type.getName()
                            + " is not: use strings, numbers, booleans, enums and lists of enums");
        }
        var format = schema.text("format");
        var known = format == null || FORMATS.contains(format) ? schema : schema.without("format");
        return known.without("contentEncoding").without("uniqueItems");
    }
}
