package io.tieline.framework;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Maps JSON to the types of application code, and back. */
final class Binding {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .changeDefaultPropertyInclusion(
                            to -> to.withValueInclusion(JsonInclude.Include.NON_NULL))
                    .build();

    /** What we write ourselves is not limited in size. */
    private static final Limits OWN = new Limits(Integer.MAX_VALUE, 1000, 1);

    private Binding() {}

    /**
     * The JSON object of a value of application code.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Json toObject(Object value) {
        var json = toJson(value);
        if (!json.isObject()) {
            throw new IllegalArgumentException("An object is expected, not " + json.kind());
        }
        return json;
    }

    /**
     * The JSON of a value of application code.
     *
     * @throws IllegalArgumentException if it has none
     */
    static Json toJson(Object value) {
        return switch (value) {
            case Json json -> json;
            case Values values -> values.json();
            default -> written(value);
        };
    }

    private static Json written(Object value) {
        try {
            return Json.parse(MAPPER.writeValueAsBytes(value), OWN);
        } catch (JacksonException | MalformedException notJson) {
            throw new IllegalArgumentException(
                    value.getClass().getName() + " cannot be written as JSON", notJson);
        }
    }

    /**
     * JSON as a type of application code.
     *
     * @throws IllegalArgumentException if it does not fit; the message is meant for its sender
     */
    static <T> T fromJson(Json json, Class<T> type) {
        var whole = RecordSchema.completed(json, type);
        try {
            return MAPPER.readValue(whole.array(), whole.offset(), whole.length(), type);
        } catch (JacksonException misfit) {
            throw new InvalidValueException(told(misfit), misfit);
        }
    }

    /** Says where, and keeps the names of our classes to ourselves. */
    private static String told(JacksonException misfit) {
        var path =
                misfit.getPath().stream()
                        .map(at ->
                                at.getPropertyName() == null
                                        ? "" + at.getIndex()
                                        : at.getPropertyName())
                        .collect(Collectors.joining("."));
        return path.isEmpty() ? "The value does not fit" : "The value " + path + " does not fit";
    }
}
