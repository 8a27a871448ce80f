package io.tieline.framework;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRootName;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Jackson's annotations on records: those that a {@link Shape} follows, and those by which Jackson
 * would read or write something else than the schema says.
 */
final class JacksonMarks {

    private static final List<String> PACKAGES =
            List.of("com.fasterxml.jackson.annotation", "tools.jackson.databind.annotation");

    private static final Set<Class<? extends Annotation>> FOLLOWED =
            Set.of(
                    JsonAlias.class,
                    JsonClassDescription.class,
                    JsonIgnore.class,
                    JsonIgnoreProperties.class,
                    JsonInclude.class,
                    JsonNaming.class,
                    JsonProperty.class,
                    JsonPropertyDescription.class,
                    JsonPropertyOrder.class,
                    JsonRootName.class,
                    JsonSubTypes.class,
                    JsonTypeInfo.class,
                    JsonTypeName.class);

    private JacksonMarks() {}

    /** The annotation of this component, wherever Java has put it. */
    static <A extends Annotation> @Nullable A on(RecordComponent component, Class<A> kind) {
        var mark = component.getAccessor().getAnnotation(kind);
        return mark == null ? field(component).getAnnotation(kind) : mark;
    }

    private static AnnotatedElement field(RecordComponent component) {
        try {
            return component.getDeclaringRecord().getDeclaredField(component.getName());
        } catch (NoSuchFieldException never) {
            throw new IllegalStateException(never);
        }
    }

    /** By which name the component is listed and written. */
    static String name(RecordComponent component) {
        var named = on(component, JsonProperty.class);
        if (named != null && !named.value().isEmpty()) {
            return named.value();
        }
        var naming = component.getDeclaringRecord().getAnnotation(JsonNaming.class);
        var strategy = naming == null ? null : strategy(naming);
        return strategy == null
                ? component.getName()
                : strategy.nameForField(null, null, component.getName());
    }

    private static PropertyNamingStrategies.@Nullable NamingBase strategy(JsonNaming naming) {
        try {
            return naming.value().getConstructor().newInstance()
                            instanceof PropertyNamingStrategies.NamingBase known
                    ? known
                    : null;
        } catch (ReflectiveOperationException hidden) {
            return null;
        }
    }

    /** Other names by which the component is taken, too. */
    static List<String> aliases(RecordComponent component) {
        var others = on(component, JsonAlias.class);
        return others == null ? List.of() : List.of(others.value());
    }

    /** Whether neither side of JSON knows the component: it is null, or zero, when it is read. */
    static boolean isIgnored(RecordComponent component) {
        var mark = on(component, JsonIgnore.class);
        return mark != null && mark.value();
    }

    /** Whether the component is left out of what is written when it is empty, or the like. */
    static boolean mayBeLeftOut(RecordComponent component) {
        return on(component, JsonInclude.class) != null
                || component.getDeclaringRecord().isAnnotationPresent(JsonInclude.class);
    }

    /** What no schema follows on the record itself; null if there is nothing. */
    static @Nullable String misleading(Class<?> record) {
        var ignored = record.getAnnotation(JsonIgnoreProperties.class);
        if (ignored != null && ignored.value().length > 0) {
            return "@JsonIgnoreProperties with names";
        }
        var naming = record.getAnnotation(JsonNaming.class);
        if (naming != null && strategy(naming) == null) {
            return "a @JsonNaming of your own";
        }
        return Stream.of(
                        strange(record),
                        makers(record).map(JacksonMarks::maker),
                        Stream.of(record.getDeclaredMethods()).flatMap(JacksonMarks::strange))
                .flatMap(it -> it)
                .findFirst()
                .orElse(null);
    }

    /** What no schema follows on the component; null if there is nothing. */
    static @Nullable String misleading(RecordComponent component) {
        var property = on(component, JsonProperty.class);
        if (property != null && property.access() != JsonProperty.Access.AUTO) {
            return "@JsonProperty(access = " + property.access() + ")";
        }
        return strange(field(component)).findFirst().orElse(null);
    }

    private static Stream<Executable> makers(Class<?> record) {
        return Stream.concat(
                        Stream.of(record.getDeclaredConstructors()),
                        Stream.of(record.getDeclaredMethods()))
                .filter(it -> it.isAnnotationPresent(JsonCreator.class))
                .filter(it -> !isCanonical(it, record));
    }

    private static String maker(Executable other) {
        return "@JsonCreator on " + other.getName();
    }

    private static boolean isCanonical(Executable maker, Class<?> record) {
        var types =
                Stream.of(record.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        return maker.getName().equals(record.getName())
                && Arrays.equals(maker.getParameterTypes(), types);
    }

    private static Stream<String> strange(AnnotatedElement element) {
        return Stream.of(element.getAnnotations())
                .map(Annotation::annotationType)
                .filter(JacksonMarks::isStrange)
                .map(it -> "@" + it.getSimpleName());
    }

    private static boolean isStrange(Class<? extends Annotation> kind) {
        return kind.isAnnotationPresent(JacksonAnnotationsInside.class)
                || (PACKAGES.contains(kind.getPackageName())
                        && !FOLLOWED.contains(kind)
                        && kind != JsonCreator.class);
    }
}
