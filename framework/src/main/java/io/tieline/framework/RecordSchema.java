package io.tieline.framework;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.tieline.wire.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a record: one property for each component.
 *
 * <p>A component is required unless it is an {@link Optional}, is marked {@code Nullable}, or has a
 * default. {@link JsonProperty} gives it another name or a default value, {@link
 * JsonPropertyDescription} a description.
 */
final class RecordSchema {

    private static final Map<Class<?>, Json> SCALARS =
            Map.ofEntries(
                    scalar(String.class, "string"),
                    scalar(boolean.class, "boolean"),
                    scalar(Boolean.class, "boolean"),
                    scalar(int.class, "integer"),
                    scalar(Integer.class, "integer"),
                    scalar(long.class, "integer"),
                    scalar(Long.class, "integer"),
                    scalar(java.math.BigInteger.class, "integer"),
                    scalar(double.class, "number"),
                    scalar(Double.class, "number"),
                    scalar(float.class, "number"),
                    scalar(Float.class, "number"),
                    scalar(java.math.BigDecimal.class, "number"),
                    text(java.net.URI.class, "uri"),
                    text(java.time.LocalDate.class, "date"),
                    text(java.time.OffsetDateTime.class, "date-time"),
                    text(java.time.Instant.class, "date-time"));

    private final Set<Type> open = new HashSet<>();

    private RecordSchema() {}

    /**
     * The schema of a record, nested as the record is.
     *
     * @throws IllegalArgumentException if a component is of a type that has no schema here
     */
    static Json of(Class<? extends Record> type) {
        return new RecordSchema().object(type);
    }

    /**
     * The schema of a form (since 2025-06-18, "Elicitation"): flat, of strings, numbers, booleans
     * and choices.
     *
     * @throws IllegalArgumentException if the record is not flat
     */
    static Json form(Class<? extends Record> type) {
        var schema = of(type);
        for (var property : Member.object(schema, "properties").members()) {
            var kind = property.value().text("type");
            boolean choices = property.value().at("items", "enum") != null;
            if ("object".equals(kind) || ("array".equals(kind) && !choices)) {
                throw new IllegalArgumentException(
                        "A form is flat, but the component "
                                + property.name()
                                + " of "
                                + type.getName()
                                + " is not: use strings, numbers, booleans, enums and lists of enums");
            }
        }
        return schema;
    }

    /**
     * What is read as this type, with the defaults of the components that it leaves out.
     *
     * @throws InvalidValueException if a component is missing that has none
     */
    static Json completed(Json value, Type type) {
        return switch (type) {
            case Class<?> plain when plain.isRecord() && value.isObject() ->
                    completed(value, plain.getRecordComponents());
            case ParameterizedType list when isList(list) && value.isArray() -> {
                var of = list.getActualTypeArguments()[0];
                yield Json.array(value.elements().stream().map(it -> completed(it, of)).toList());
            }
            default -> value;
        };
    }

    private static Json completed(Json object, RecordComponent[] components) {
        var whole = object;
        for (var component : components) {
            var name = name(component);
            var value = object.get(name);
            var standing = standing(component);
            if (value != null && !value.isNull()) {
                var inner = completed(value, component.getGenericType());
                whole = inner.equals(value) ? whole : whole.with(name, inner);
            } else if (isRequired(component)) {
                throw new InvalidValueException(name);
            } else if (standing != null) {
                whole = whole.with(name, standing);
            }
        }
        return whole;
    }

    private static boolean isList(ParameterizedType type) {
        return type.getRawType() instanceof Class<?> raw && Collection.class.isAssignableFrom(raw);
    }

    private Json object(Class<?> type) {
        if (!open.add(type)) {
            throw new IllegalArgumentException(type.getName() + " contains itself");
        }
        var properties = Json.EMPTY_OBJECT;
        var required = new ArrayList<String>();
        for (var component : type.getRecordComponents()) {
            properties = properties.with(name(component), property(component));
            if (isRequired(component)) {
                required.add(name(component));
            }
        }
        open.remove(type);
        var schema = Json.object("type", "object", "properties", properties);
        return required.isEmpty() ? schema : schema.with("required", Member.strings(required));
    }

    private Json property(RecordComponent component) {
        var schema = schema(component.getGenericType(), component);
        var described = component.getAccessor().getAnnotation(JsonPropertyDescription.class);
        if (described != null) {
            schema = schema.with("description", Json.string(described.value()));
        }
        var standing = standing(component);
        return standing == null ? schema : schema.with("default", standing);
    }

    private Json schema(Type type, RecordComponent component) {
        return switch (type) {
            case Class<?> plain when SCALARS.containsKey(plain) -> SCALARS.get(plain);
            case Class<?> choice when choice.isEnum() -> choice(choice);
            case Class<?> nested when nested.isRecord() -> object(nested);
            case Class<?> array when array.isArray() ->
                    list(schema(array.getComponentType(), component));
            case ParameterizedType of when of.getRawType() instanceof Class<?> raw ->
                    generic(raw, of.getActualTypeArguments(), component);
            default -> throw noSchema(component);
        };
    }

    private Json generic(Class<?> raw, Type[] arguments, RecordComponent component) {
        if (raw == Optional.class) {
            return schema(arguments[0], component);
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return list(schema(arguments[0], component));
        }
        if (Map.class.isAssignableFrom(raw) && arguments[0] == String.class) {
            return Json.object(
                    "type", "object", "additionalProperties", schema(arguments[1], component));
        }
        throw noSchema(component);
    }

    private static Json list(Json items) {
        return Json.object("type", "array", "items", items);
    }

    private static Json choice(Class<?> type) {
        var names = Stream.of(type.getEnumConstants()).map(Object::toString).toList();
        return Json.object("type", "string", "enum", Member.strings(names));
    }

    private static IllegalArgumentException noSchema(RecordComponent component) {
        return new IllegalArgumentException(
                "The component "
                        + component.getName()
                        + " of "
                        + component.getDeclaringRecord().getName()
                        + " is of a type that has no JSON Schema here: "
                        + component.getGenericType());
    }

    private static String name(RecordComponent component) {
        var named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null || named.value().isEmpty() ? component.getName() : named.value();
    }

    /** The default of a component, as JSON: its annotation holds JSON, or a text. */
    private static @Nullable Json standing(RecordComponent component) {
        var named = component.getAccessor().getAnnotation(JsonProperty.class);
        if (named == null || named.defaultValue().isEmpty()) {
            return null;
        }
        var type = SCALARS.get(component.getType());
        boolean text =
                component.getType().isEnum()
                        || (type != null && "string".equals(type.text("type")));
        return text ? Json.string(named.defaultValue()) : Json.of(named.defaultValue());
    }

    private static boolean isRequired(RecordComponent component) {
        var marks =
                Stream.concat(
                        Stream.of(component.getAnnotatedType().getAnnotations()),
                        Stream.of(component.getAnnotations()));
        return component.getType() != Optional.class
                && standing(component) == null
                && marks.noneMatch(
                        mark -> mark.annotationType().getSimpleName().equals("Nullable"));
    }

    private static Map.Entry<Class<?>, Json> scalar(Class<?> type, String name) {
        return Map.entry(type, Json.object("type", name));
    }

    private static Map.Entry<Class<?>, Json> text(Class<?> type, String format) {
        return Map.entry(type, Json.object("type", "string", "format", format));
    }
}
