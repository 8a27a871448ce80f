package io.tieline.framework;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The records of a sealed interface, and how JSON tells them apart: the member {@code type} holds
 * the simple name of the record. Jackson's {@link JsonTypeInfo} on the interface names another
 * member, {@link JsonTypeName} on a record, or {@link JsonSubTypes} on the interface, another name.
 */
final class Cases {

    private static final String TYPE = "type";

    private Cases() {}

    /** Whether a value of this type is one of several records. */
    static boolean isChoice(Class<?> type) {
        return type.isInterface() && type.isSealed();
    }

    /** The records, those of sealed interfaces within included; anything else as it is. */
    static List<Class<?>> of(Class<?> type) {
        var all = new ArrayList<Class<?>>();
        for (var one : type.getPermittedSubclasses()) {
            all.addAll(isChoice(one) ? of(one) : List.of(one));
        }
        return all;
    }

    static String name(Class<?> record) {
        var named = record.getAnnotation(JsonTypeName.class);
        if (named != null && !named.value().isEmpty()) {
            return named.value();
        }
        var listed = listed(record, record);
        return listed == null ? record.getSimpleName() : listed;
    }

    /** The name that an interface around gives the record by {@link JsonSubTypes}, or null. */
    private static @Nullable String listed(Class<?> within, Class<?> record) {
        for (var around : within.getInterfaces()) {
            var all = around.getAnnotation(JsonSubTypes.class);
            var name =
                    Stream.of(all == null ? new JsonSubTypes.Type[0] : all.value())
                            .filter(one -> one.value() == record && !one.name().isEmpty())
                            .map(JsonSubTypes.Type::name)
                            .findFirst()
                            .orElseGet(() -> listed(around, record));
            if (name != null) {
                return name;
            }
        }
        return null;
    }

    static String discriminator(Class<?> type) {
        var given = type.getAnnotation(JsonTypeInfo.class);
        return given == null || given.property().isEmpty() ? TYPE : given.property();
    }

    /** The outermost sealed interface of records that this type belongs to, or null if none. */
    static @Nullable Class<?> around(Class<?> type) {
        if (isChoice(type)) {
            return isOfRecords(type) ? outermost(type) : null;
        }
        if (!type.isRecord()) {
            return null;
        }
        for (var one : type.getInterfaces()) {
            if (isChoice(one) && isOfRecords(one)) {
                return outermost(one);
            }
        }
        return null;
    }

    private static Class<?> outermost(Class<?> type) {
        for (var one : type.getInterfaces()) {
            if (isChoice(one) && isOfRecords(one)) {
                return outermost(one);
            }
        }
        return type;
    }

    /** Whether Jackson can be left to tell the cases apart. */
    private static boolean isOfRecords(Class<?> type) {
        var member = discriminator(type);
        return of(type).stream()
                .allMatch(one ->
                        one.isRecord()
                                && Stream.of(one.getRecordComponents())
                                        .noneMatch(part -> part.getName().equals(member)));
    }

    /** Two members cannot have one name. */
    static void requireFree(String discriminator, Class<?> record, RecordShape shape) {
        for (var part : shape.parts()) {
            if (part.name().equals(discriminator)) {
                throw new IllegalArgumentException(
                        record.getName()
                                + " has a component \""
                                + discriminator
                                + "\", the member that says which record an object is; name another"
                                + " by @JsonTypeInfo(use = NAME, property = …) on its interface");
            }
        }
    }
}
