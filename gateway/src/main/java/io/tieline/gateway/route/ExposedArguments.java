package io.tieline.gateway.route;

import io.tieline.gateway.ArgumentOverride;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one tool in the words in which clients see them, and the way back. Only the
 * members {@code properties} and {@code required} of the schema are rewritten: what else names an
 * argument in it still says the server's name. Immutable.
 */
final class ExposedArguments {

    private final String tool;
    private final Map<String, ArgumentOverride> overrides;

    /** By what clients call them, the server's names of those that are renamed. */
    private final Map<String, String> renamed = new LinkedHashMap<>();

    /** By the server's names, what it is given where a client gives nothing. */
    private final Map<String, Json> defaults = new LinkedHashMap<>();

    private final List<String> problems = new ArrayList<>();

    /** Why the tool cannot be called at all. */
    private final @Nullable String fault;

    /**
     * Arguments in other words.
     *
     * @param overrides by the server's names
     * @param schema of the tool, as the server has it
     */
    ExposedArguments(String tool, Map<String, ArgumentOverride> overrides, Json schema) {
        this.tool = tool;
        this.overrides = overrides;
        var own = names(schema);
        overrides.forEach((name, override) -> {
            if (override.defaultValue() != null) {
                defaults.put(name, override.defaultValue());
            }
            if (override.name() != null && !override.isHidden() && !override.name().equals(name)) {
                renamed.put(override.name(), name);
            }
            if (!own.contains(name)) {
                problems.add(
                        "The tool " + tool + " has no argument " + name + " that could be changed");
            }
        });
        keepNamesIfTwoBecomeOne(own);
        fault = missing(schema);
        if (fault != null) {
            problems.add(fault);
        }
    }

    private static Set<String> names(Json schema) {
        var names = new HashSet<String>();
        schema.part("properties").members().forEach(member -> names.add(member.name()));
        return names;
    }

    /** An argument that nobody renames may have the name that another one gets. */
    private void keepNamesIfTwoBecomeOne(Set<String> own) {
        for (var name : renamed.keySet()) {
            if (own.contains(name) && !isMoved(name)) {
                problems.add(
                        "The tool "
                                + tool
                                + " has an argument "
                                + name
                                + " already, so all of its arguments keep their names");
                renamed.clear();
                return;
            }
        }
    }

    /** Whether nobody sees an argument under the server's name of it. */
    private boolean isMoved(String name) {
        var override = overrides.get(name);
        return override != null && (override.isHidden() || !shownName(name, override).equals(name));
    }

    private String shownName(String name, ArgumentOverride override) {
        return override.name() != null && renamed.containsKey(override.name())
                ? override.name()
                : name;
    }

    private @Nullable String missing(Json schema) {
        for (var name : schema.texts("required")) {
            var override = overrides.get(name);
            if (override != null && override.isHidden() && override.defaultValue() == null) {
                return "The argument "
                        + name
                        + " of the tool "
                        + tool
                        + " is hidden and its server requires it: it needs a default";
            }
        }
        return null;
    }

    List<String> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** The schema as clients see it; itself if nothing is changed. */
    Json shown(Json schema) {
        if (overrides.isEmpty()) {
            return schema;
        }
        var own = schema.part("properties");
        var properties = own.withEachMember(this::shown);
        var shown = properties.equals(own) ? schema : schema.with("properties", properties);
        var required = required(schema);
        if (required.equals(schema.list("required"))) {
            return shown;
        }
        return required.isEmpty()
                ? shown.without("required")
                : shown.with("required", Json.array(required));
    }

    private Json.@Nullable Member shown(Json.Member property) {
        var override = overrides.get(property.name());
        if (override == null) {
            return property;
        }
        return override.isHidden()
                ? null
                : new Json.Member(
                        shownName(property.name(), override), shown(property.value(), override));
    }

    /** A property in other words: what else its schema says, a header that repeats it, remains. */
    private static Json shown(Json property, ArgumentOverride override) {
        var words = new LinkedHashMap<String, Json>();
        if (override.description() != null) {
            words.put("description", Json.string(override.description()));
        }
        if (override.type() != null) {
            words.put("type", override.type());
        }
        if (override.defaultValue() != null) {
            words.put("default", override.defaultValue());
        }
        if (override.examples() != null) {
            words.put("examples", Json.array(override.examples()));
        }
        if (words.isEmpty()) {
            return property;
        }
        return (property.isObject() ? property : Json.EMPTY_OBJECT).withAll(words);
    }

    private List<Json> required(Json schema) {
        var required = new ArrayList<Json>();
        var added = new LinkedHashMap<>(overrides);
        for (var element : schema.list("required")) {
            var name = element.isString() ? element.asString() : "";
            var override = overrides.get(name);
            added.remove(name);
            if (override == null) {
                required.add(element);
            } else if (isRequired(override, true)) {
                var shown = shownName(name, override);
                required.add(shown.equals(name) ? element : Json.string(shown));
            }
        }
        added.keySet().retainAll(names(schema));
        added.forEach((name, override) -> {
            if (isRequired(override, false)) {
                required.add(Json.string(shownName(name, override)));
            }
        });
        return required;
    }

    private static boolean isRequired(ArgumentOverride override, boolean byServer) {
        if (override.isHidden()) {
            return false;
        }
        return override.required() == null
                ? byServer && override.defaultValue() == null
                : override.required();
    }

    /**
     * Why a call with these arguments does not reach the server: it names one that clients do not
     * see, or the tool cannot be called by anybody. Null if it does.
     */
    @Nullable RpcError refusal(@Nullable Json given) {
        if (fault != null) {
            return RpcError.of(ErrorCode.INTERNAL_ERROR, fault);
        }
        if (overrides.isEmpty() || given == null) {
            return null;
        }
        if (!given.isObject()) {
            return invalid("The arguments of the tool " + tool + " must be an object");
        }
        for (var member : given.members()) {
            if (!renamed.containsKey(member.name()) && isMoved(member.name())) {
                return invalid("The tool " + tool + " has no argument " + member.name());
            }
        }
        return null;
    }

    private static RpcError invalid(String message) {
        return RpcError.of(ErrorCode.INVALID_PARAMS, message);
    }

    /**
     * The same arguments in the server's words, and those that it is given besides; null if there
     * are none. They must not be refused.
     */
    @Nullable Json translated(@Nullable Json given) {
        if (overrides.isEmpty() || (given == null && defaults.isEmpty())) {
            return given;
        }
        var missing = new LinkedHashMap<>(defaults);
        var own =
                (given == null ? Json.EMPTY_OBJECT : given)
                        .withEachMember(member -> {
                            var name = renamed.getOrDefault(member.name(), member.name());
                            missing.remove(name);
                            return name.equals(member.name())
                                    ? member
                                    : new Json.Member(name, member.value());
                        });
        return own.withAll(missing);
    }
}
