package io.tieline.gateway;

import io.tieline.wire.Json;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of one tool in place of what its server says. Null leaves the server's own.
 * Immutable.
 *
 * @param name what clients call it, behind the server's prefix if that has one; the server is given
 *     its own name
 * @param title replaces the title
 * @param description replaces the description
 * @param enabled {@code false} hides it
 * @param tags replace the tags, also for the {@link Selection}
 * @param meta an object whose members are set in {@code _meta}
 * @param annotations an object whose members are set in the annotations
 * @param arguments by the server's names of them
 */
public record ToolOverride(
        @Nullable String name,
        @Nullable String title,
        @Nullable String description,
        @Nullable Boolean enabled,
        @Nullable Set<String> tags,
        @Nullable Json meta,
        @Nullable Json annotations,
        Map<String, ArgumentOverride> arguments) {

    /** The tool as its server has it. */
    public static final ToolOverride NONE =
            new ToolOverride(null, null, null, null, null, null, null, Map.of());

    /**
     * Another view of a tool.
     *
     * @throws IllegalArgumentException if the name is empty, two arguments get the same name, or
     *     {@code meta} or {@code annotations} is no object
     */
    public ToolOverride {
        tags = tags == null ? null : Set.copyOf(tags);
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        if (name != null && name.isEmpty()) {
            throw new IllegalArgumentException("the name of a tool is empty");
        }
        requireObject("meta", meta);
        requireObject("annotations", annotations);
        requireDistinctNames(arguments);
    }

    private static void requireObject(String what, @Nullable Json value) {
        if (value != null && !value.isObject()) {
            throw new IllegalArgumentException(
                    "the " + what + " of a tool must be an object, not " + value);
        }
    }

    private static void requireDistinctNames(Map<String, ArgumentOverride> arguments) {
        var names = new HashSet<String>();
        arguments.forEach((own, override) -> {
            var name = override.name() == null ? own : override.name();
            if (!override.isHidden() && !names.add(name)) {
                throw new IllegalArgumentException("two arguments get the name " + name);
            }
        });
    }

    /** Whether it is hidden whatever the selection says. */
    public boolean isDisabled() {
        return Boolean.FALSE.equals(enabled);
    }

    /** The same under another name. */
    public ToolOverride withName(String other) {
        return new ToolOverride(
                other, title, description, enabled, tags, meta, annotations, arguments);
    }

    /** The same with another title. */
    public ToolOverride withTitle(String other) {
        return new ToolOverride(
                name, other, description, enabled, tags, meta, annotations, arguments);
    }

    /** The same with another description. */
    public ToolOverride withDescription(String other) {
        return new ToolOverride(name, title, other, enabled, tags, meta, annotations, arguments);
    }

    /** The same, hidden or not. */
    public ToolOverride withEnabled(boolean other) {
        return new ToolOverride(
                name, title, description, other, tags, meta, annotations, arguments);
    }

    /** The same with other tags. */
    public ToolOverride withTags(Set<String> other) {
        return new ToolOverride(
                name, title, description, enabled, other, meta, annotations, arguments);
    }

    /** The same with other members for {@code _meta}. */
    public ToolOverride withMeta(Json other) {
        return new ToolOverride(
                name, title, description, enabled, tags, other, annotations, arguments);
    }

    /** The same with other members for the annotations. */
    public ToolOverride withAnnotations(Json other) {
        return new ToolOverride(name, title, description, enabled, tags, meta, other, arguments);
    }

    /** The same with another view of this argument, by the server's name of it. */
    public ToolOverride withArgument(String own, ArgumentOverride override) {
        var more = new LinkedHashMap<>(arguments);
        more.put(own, override);
        return new ToolOverride(name, title, description, enabled, tags, meta, annotations, more);
    }
}
