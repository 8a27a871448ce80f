package io.tieline.framework;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.tieline.wire.Json;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the {@link Shape} of a record off its components.
 *
 * <p>A component is required unless it is an {@link Optional}, {@link OptionalInt} and so on, is
 * marked {@code Nullable}, or has a default. {@link JsonProperty} gives it another name or a
 * default value, {@link Description} or {@link JsonPropertyDescription} a description; {@link
 * JacksonMarks} says what else of Jackson is followed, and what is refused.
 */
final class Shapes {

    private static final Map<Class<?>, Class<?>> OPTIONAL_NUMBERS =
            Map.of(
                    OptionalInt.class, int.class,
                    OptionalLong.class, long.class,
                    OptionalDouble.class, double.class);

    private static final Set<Class<?>> ANYTHING =
            Set.of(Object.class, Json.class, JsonNode.class, Values.class);

    private static final ClassValue<Shape> READ =
            new ClassValue<>() {
                @Override
                protected Shape computeValue(Class<?> type) {
                    return new Shapes(false).of(type, type.getSimpleName(), Map.of());
                }
            };

    private static final ClassValue<Shape> WRITTEN =
            new ClassValue<>() {
                @Override
                protected Shape computeValue(Class<?> type) {
                    return new Shapes(true).of(type, type.getSimpleName(), Map.of());
                }
            };

    private final Set<Type> open = new HashSet<>();
    private final boolean lenient;

    private Shapes(boolean lenient) {
        this.lenient = lenient;
    }

    /**
     * The shape of what peers send and a program reads as this type.
     *
     * @throws IllegalArgumentException if a component is of a type that has no schema here, or is
     *     in a module that does not open its package; the message says which and what to do
     */
    static Shape of(Class<?> type) {
        return READ.get(type);
    }

    /** The shape of what a program writes: what has no schema here stands for any JSON. */
    static Shape written(Class<?> type) {
        return WRITTEN.get(type);
    }

    /**
     * Whether values of this class are objects whose members are known: a record, a choice of such.
     */
    static boolean isStructured(Class<?> type) {
        return (type.isRecord() || Cases.isChoice(type)) && !ANYTHING.contains(type);
    }

    private Shape of(Type type, String where, Map<TypeVariable<?>, Type> variables) {
        return switch (type) {
            case Class<?> plain -> plain(plain, where);
            case ParameterizedType generic -> generic(generic, where, variables);
            case GenericArrayType array ->
                    new ListShape(of(array.getGenericComponentType(), where, variables), false);
            case WildcardType wildcard -> of(wildcard.getUpperBounds()[0], where, variables);
            case TypeVariable<?> variable -> variable(variable, where, variables);
            default -> unknown(type, where);
        };
    }

    private Shape variable(
            TypeVariable<?> variable, String where, Map<TypeVariable<?>, Type> variables) {
        var bound = variables.get(variable);
        return bound == null
                ? of(variable.getBounds()[0], where, variables)
                : of(bound, where, variables);
    }

    private Shape plain(Class<?> type, String where) {
        var scalar = ScalarShape.of(type);
        if (scalar != null) {
            return scalar;
        }
        var number = OPTIONAL_NUMBERS.get(type);
        if (number != null) {
            return plain(number, where);
        }
        if (ANYTHING.contains(type) || JsonNode.class.isAssignableFrom(type)) {
            return Shape.FREE;
        }
        if (type.isEnum()) {
            return ChoiceShape.of(type);
        }
        if (type.isRecord() || Cases.isChoice(type)) {
            return structured(type, where, Map.of());
        }
        if (type == char[].class) {
            return text();
        }
        if (type.isArray()) {
            return new ListShape(plain(type.getComponentType(), where), false);
        }
        boolean raw = type == Map.class || Collection.class.isAssignableFrom(type);
        return raw ? raw(type) : unknown(type, where);
    }

    private static Shape raw(Class<?> type) {
        return Map.class.isAssignableFrom(type)
                ? new MapShape(text(), Shape.FREE)
                : new ListShape(Shape.FREE, Set.class.isAssignableFrom(type));
    }

    private Shape generic(
            ParameterizedType type, String where, Map<TypeVariable<?>, Type> variables) {
        var raw = (Class<?>) type.getRawType();
        var arguments = type.getActualTypeArguments();
        if (raw == Optional.class) {
            return of(arguments[0], where, variables);
        }
        if (Collection.class.isAssignableFrom(raw) && arguments.length == 1) {
            boolean unique = Set.class.isAssignableFrom(raw);
            return new ListShape(of(arguments[0], where, variables), unique);
        }
        if (Map.class.isAssignableFrom(raw) && arguments.length == 2) {
            return map(type, where, variables);
        }
        if (raw.isRecord() || Cases.isChoice(raw)) {
            return structured(raw, where, bound(raw, arguments, variables));
        }
        return unknown(type, where);
    }

    private Shape map(ParameterizedType type, String where, Map<TypeVariable<?>, Type> variables) {
        var key = of(type.getActualTypeArguments()[0], where, variables);
        boolean names =
                key instanceof ChoiceShape
                        || (key instanceof ScalarShape(var it, _, _) && isText(it));
        return names
                ? new MapShape(key, of(type.getActualTypeArguments()[1], where, variables))
                : unknown(type, where);
    }

    private static boolean isText(Json schema) {
        return "string".equals(schema.text("type"));
    }

    private static Map<TypeVariable<?>, Type> bound(
            Class<?> raw, Type[] arguments, Map<TypeVariable<?>, Type> around) {
        var bound = new HashMap<>(around);
        for (int i = 0; i < arguments.length; i++) {
            var argument = arguments[i];
            bound.put(
                    raw.getTypeParameters()[i],
                    argument instanceof TypeVariable<?> outer
                            ? around.getOrDefault(outer, outer)
                            : argument);
        }
        return bound;
    }

    private Shape structured(Class<?> type, String where, Map<TypeVariable<?>, Type> variables) {
        if (!open.add(type)) {
            if (lenient) {
                return Shape.FREE;
            }
            throw new IllegalArgumentException(type.getName() + " contains itself");
        }
        Openness.require(type);
        try {
            return type.isRecord() ? record(type, variables) : choice(type, where, variables);
        } finally {
            open.remove(type);
        }
    }

    private Shape choice(Class<?> type, String where, Map<TypeVariable<?>, Type> variables) {
        var discriminator = Cases.discriminator(type);
        var cases = new LinkedHashMap<String, RecordShape>();
        for (var one : Cases.of(type)) {
            if (!one.isRecord()) {
                return unknown(one, where);
            }
            var shape = structured(one, where, boundByCase(one, type, variables));
            if (!(shape instanceof RecordShape record)) {
                return Shape.FREE;
            }
            Cases.requireFree(discriminator, one, record);
            cases.put(Cases.name(one), record);
        }
        return new SealedShape(
                discriminator, cases, description(type.getAnnotation(Description.class)));
    }

    private Shape record(Class<?> type, Map<TypeVariable<?>, Type> variables) {
        var mark = JacksonMarks.misleading(type);
        if (mark != null) {
            return misled(type.getName(), mark);
        }
        var parts = new ArrayList<RecordShape.Part>();
        for (var component : type.getRecordComponents()) {
            if (!JacksonMarks.isIgnored(component) && !isMisled(component)) {
                parts.add(part(component, variables));
            }
        }
        return new RecordShape(parts, description(type.getAnnotation(Description.class)));
    }

    /** What is written may be anything then, also nothing at all. */
    private boolean isMisled(RecordComponent component) {
        var mark = JacksonMarks.misleading(component);
        if (mark != null) {
            var _ = misled("The component " + where(component), mark);
        }
        return mark != null;
    }

    private Shape misled(String whose, String mark) {
        if (lenient) {
            return Shape.FREE;
        }
        throw new IllegalArgumentException(
                whose
                        + " has "
                        + mark
                        + ", by which Jackson reads something else than a schema here says; take the"
                        + " annotation away, or give the tool a schema of its own and read the"
                        + " arguments with Values.value");
    }

    private static String where(RecordComponent component) {
        return component.getName() + " of " + component.getDeclaringRecord().getName();
    }

    /** What the type variables of a record stand for, in whose interface they have other names. */
    private static Map<TypeVariable<?>, Type> boundByCase(
            Class<?> record, Class<?> choice, Map<TypeVariable<?>, Type> variables) {
        var bound = new HashMap<>(variables);
        for (var around : record.getGenericInterfaces()) {
            if (around instanceof ParameterizedType generic
                    && generic.getRawType() instanceof Class<?> raw
                    && choice.isAssignableFrom(raw)) {
                var outer = boundByCase(raw, choice, variables);
                bind(raw.getTypeParameters(), generic.getActualTypeArguments(), outer, bound);
            }
        }
        return bound;
    }

    private static void bind(
            TypeVariable<?>[] parameters,
            Type[] arguments,
            Map<TypeVariable<?>, Type> known,
            Map<TypeVariable<?>, Type> bound) {
        for (int i = 0; i < parameters.length; i++) {
            var value = known.get(parameters[i]);
            if (value != null && arguments[i] instanceof TypeVariable<?> own) {
                bound.put(own, value);
            }
        }
    }

    private RecordShape.Part part(RecordComponent component, Map<TypeVariable<?>, Type> variables) {
        var where = where(component);
        var shape = of(component.getGenericType(), where, variables);
        var standing = standing(component, shape, where);
        return new RecordShape.Part(
                JacksonMarks.name(component),
                JacksonMarks.aliases(component),
                shape,
                standing == null && !mayBeAbsent(component),
                standing,
                description(component));
    }

    private static @Nullable String description(RecordComponent component) {
        var own = description(component.getAnnotation(Description.class));
        var jackson = JacksonMarks.on(component, JsonPropertyDescription.class);
        return own != null || jackson == null ? own : jackson.value();
    }

    private static @Nullable String description(@Nullable Description given) {
        return given == null ? null : given.value();
    }

    /** The default of a component, as JSON: its annotation holds JSON, or a text. */
    private static @Nullable Json standing(RecordComponent component, Shape shape, String where) {
        var named = JacksonMarks.on(component, JsonProperty.class);
        if (named == null || named.defaultValue().isEmpty()) {
            return null;
        }
        var given = named.defaultValue();
        boolean text = isText(shape.schema());
        try {
            return shape.checked(text ? Json.string(given) : Json.of(given), Place.of(""));
        } catch (IllegalArgumentException misfit) {
            throw new IllegalArgumentException(
                    "The default of the component " + where + " does not fit it: " + given, misfit);
        }
    }

    private boolean mayBeAbsent(RecordComponent component) {
        var marks =
                Stream.concat(
                        Stream.of(component.getAnnotatedType().getAnnotations()),
                        Stream.of(component.getAnnotations()));
        return (lenient && JacksonMarks.mayBeLeftOut(component))
                || component.getType() == Optional.class
                || OPTIONAL_NUMBERS.containsKey(component.getType())
                || marks.anyMatch(mark -> mark.annotationType().getSimpleName().equals("Nullable"));
    }

    private static Shape text() {
        return Objects.requireNonNull(ScalarShape.of(String.class));
    }

    private Shape unknown(Type type, String where) {
        if (lenient) {
            return Shape.FREE;
        }
        throw new IllegalArgumentException(
                "The component "
                        + where
                        + " is of a type that has no JSON Schema here: "
                        + type.getTypeName()
                        + ". Use a record, a sealed interface of records, an enum, a list, a map, a"
                        + " scalar such as String, int or Instant, or Json for anything at all");
    }
}
