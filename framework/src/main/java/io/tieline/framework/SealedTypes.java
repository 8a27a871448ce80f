package io.tieline.framework;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/** Has Jackson read and write sealed interfaces of records in the way that {@link Cases} says. */
final class SealedTypes extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
            MapperConfig<?> config, Annotated annotated) {
        var around = choice(annotated);
        if (around == null) {
            return super.findPolymorphicTypeInfo(config, annotated);
        }
        return JsonTypeInfo.Value.construct(
                JsonTypeInfo.Id.NAME,
                JsonTypeInfo.As.PROPERTY,
                Cases.discriminator(around),
                null,
                false,
                false,
                null);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
        if (annotated.getRawType().isSealed() && choice(annotated) != null) {
            return Cases.of(annotated.getRawType()).stream()
                    .map(one -> new NamedType(one, Cases.name(one)))
                    .toList();
        }
        return super.findSubtypes(config, annotated);
    }

    @Override
    public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
        return choice(type) != null && type.getRawType().isRecord()
                ? Cases.name(type.getRawType())
                : super.findTypeName(config, type);
    }

    private static @Nullable Class<?> choice(Annotated annotated) {
        return annotated instanceof AnnotatedClass ? Cases.around(annotated.getRawType()) : null;
    }
}
