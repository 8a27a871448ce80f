package io.tieline.framework;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import java.lang.reflect.InaccessibleObjectException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/** Maps JSON to the types of application code, and back. */
final class JsonTypes {

    /** What is read has passed the limits of whoever received it; Jackson reads it in a loop. */
    private static final StreamReadConstraints READ =
            StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.DEEPEST)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build();

    /** What is written may contain itself; Jackson writes it by recursion. */
    private static final StreamWriteConstraints WRITTEN =
            StreamWriteConstraints.builder().maxNestingDepth(Limits.DEFAULT.maxDepth()).build();

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(READ)
                                    .streamWriteConstraints(WRITTEN)
                                    .build())
                    .annotationIntrospector(new SealedTypes())
                    .addModule(new OwnTypes())
                    .disable(MapperFeature.REQUIRE_TYPE_ID_FOR_SUBTYPES)
                    .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                    .changeDefaultPropertyInclusion(
                            to -> to.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                    .build();

    /** What we write ourselves is not limited in size; {@link Json} within it may be deep. */
    private static final Limits OWN = new Limits(Integer.MAX_VALUE, Limits.DEEPEST, 1);

    private JsonTypes() {}

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
        if (value instanceof Record) {
            var _ = Shapes.written(value.getClass()); // its package must be open
        }
        try {
            return Json.parse(MAPPER.writeValueAsBytes(value), OWN);
        } catch (StreamConstraintsException tooDeep) {
            throw new IllegalArgumentException(
                    value.getClass().getName()
                            + " is nested deeper than the limit of "
                            + WRITTEN.getMaxNestingDepth()
                            + " levels, which its parts may exceed as Json",
                    tooDeep);
        } catch (JacksonException | MalformedException | InaccessibleObjectException notJson) {
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
        return fromJson(json, type, "");
    }

    /**
     * JSON as a type of application code.
     *
     * @param name what its sender calls it
     * @throws IllegalArgumentException if it does not fit; the message is meant for its sender
     */
    static <T> T fromJson(Json json, Class<T> type, String name) {
        var place = Place.of(name);
        var whole = Shapes.isStructured(type) ? Shapes.of(type).checked(json, place) : json;
        try {
            return MAPPER.readValue(whole.array(), whole.offset(), whole.length(), type);
        } catch (JacksonException misfit) {
            requireRefusal(misfit, type);
            throw new InvalidValueException(told(misfit, place), misfit);
        }
    }

    /**
     * A record refuses values by IllegalArgumentException; whatever else it throws is its fault.
     */
    private static void requireRefusal(JacksonException misfit, Class<?> type) {
        if (misfit instanceof ValueInstantiationException
                && misfit.getCause() instanceof RuntimeException fault
                && !(fault instanceof IllegalArgumentException)) {
            throw new IllegalStateException(
                    "The constructor of a record has failed, of "
                            + type.getName()
                            + " or within; it refuses values by IllegalArgumentException",
                    fault);
        }
    }

    /** The same for a library that takes Jackson's tree. */
    static JsonNode toTree(Json json) {
        return MAPPER.readTree(json.array(), json.offset(), json.length());
    }

    /** Says where, and keeps the names of our classes to ourselves. */
    private static String told(JacksonException misfit, Place whole) {
        var place = whole;
        for (var at : misfit.getPath()) {
            place =
                    at.getPropertyName() == null
                            ? place.element(at.getIndex())
                            : place.member(at.getPropertyName());
        }
        var path = place.toString();
        var refused = refused(misfit);
        return (path.isEmpty() ? "The value" : path)
                + (refused == null ? " does not fit" : " does not fit: " + refused);
    }

    /** In the words of the record itself, whose constructor has refused the values. */
    private static @Nullable String refused(JacksonException misfit) {
        return misfit.getCause() instanceof IllegalArgumentException own ? own.getMessage() : null;
    }
}
