package io.tieline.app.config;

import io.tieline.gateway.ArgumentOverride;
import io.tieline.gateway.Exposure;
import io.tieline.gateway.Selection;
import io.tieline.gateway.ToolOverride;
import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what clients see of a server, in the spelling of any client. */
final class ExposureReader {

    private static final List<String> INCLUDE = List.of("includeTools", "enabled_tools");
    private static final List<String> EXCLUDE =
            List.of("excludeTools", "disabledTools", "disabled_tools");
    private static final String TOOLS = "tools";
    private static final String EVERYTHING = "*";

    /** All keys of an entry that it reads. */
    static final SortedSet<String> KEYS =
            new TreeSet<>(
                    Set.of(
                            "includeTools",
                            "enabled_tools",
                            "excludeTools",
                            "disabledTools",
                            "disabled_tools",
                            TOOLS,
                            "include_tags",
                            "exclude_tags",
                            "resources",
                            "prompts",
                            "disabled_prompts",
                            "disabled_resources"));

    /** Codex and FastMCP have more to say of a tool. */
    private static final Set<String> OF_OTHER_TOOLS = Set.of("approval_mode", "version");

    static final Set<String> OF_TOOLS =
            Set.of(
                    "name",
                    "title",
                    "description",
                    "enabled",
                    "tags",
                    "meta",
                    "annotations",
                    "arguments");
    static final Set<String> OF_ARGUMENTS =
            Set.of("name", "description", "default", "hide", "required", "type", "examples");

    private ExposureReader() {}

    /**
     * What this entry shows of its server.
     *
     * @param entry an object
     */
    static Exposure read(Field entry) throws UsageException {
        var tools = entry.member(TOOLS);
        var exposure = filtered(entry, tools);
        if (tools == null || !tools.value().isObject()) {
            return exposure;
        }
        for (var tool : tools.members().entrySet()) {
            var override = override(tool.getValue());
            try {
                exposure = exposure.withOverride(tool.getKey(), override);
            } catch (IllegalArgumentException e) {
                throw tool.getValue().wrong(e.getMessage() + "; correct it");
            }
        }
        return exposure;
    }

    /** The same without overrides, which are refused. */
    static Exposure filters(Field view) throws UsageException {
        var tools = view.member(TOOLS);
        if (tools != null && tools.value().isObject()) {
            throw tools.wrong("changes tools; move it into the entry of their server");
        }
        return filtered(view, tools);
    }

    private static Exposure filtered(Field entry, @Nullable Field tools) throws UsageException {
        var include = joined(entry, INCLUDE);
        var exclude = new ArrayList<String>();
        var excluded = joined(entry, EXCLUDE);
        if (excluded != null) {
            exclude.addAll(excluded);
        }
        if (tools != null && !tools.value().isObject()) {
            var listed = texts(tools);
            include = include == null ? new ArrayList<>() : include;
            include.addAll(listed);
        }
        if (include != null && include.isEmpty()) {
            exclude.add(EVERYTHING); // an empty list of what is shown shows nothing
        }
        var selection =
                new Selection(
                        include == null ? List.of() : include,
                        exclude,
                        tags(entry, "include_tags"),
                        tags(entry, "exclude_tags"));
        return new Exposure(
                selection,
                selection(entry, "prompts", "disabled_prompts"),
                selection(entry, "resources", "disabled_resources"),
                Map.of());
    }

    /** The members of these lists; null if there is no list. */
    private static @Nullable List<String> joined(Field entry, List<String> keys)
            throws UsageException {
        List<String> all = null;
        for (var key : keys) {
            var list = entry.member(key);
            if (list != null) {
                all = all == null ? new ArrayList<>() : all;
                all.addAll(texts(list));
            }
        }
        return all;
    }

    private static Set<String> tags(Field entry, String key) throws UsageException {
        var tags = entry.member(key);
        return tags == null ? Set.of() : new LinkedHashSet<>(texts(tags));
    }

    private static Selection selection(Field entry, String key, String disabled)
            throws UsageException {
        var exclude = new ArrayList<String>();
        var off = entry.member(disabled);
        if (off != null) {
            exclude.addAll(texts(off));
        }
        List<String> include = List.of();
        var own = entry.member(key);
        if (own != null) {
            requireKnown(own, Set.of("include", "exclude"), Set.of());
            var in = own.member("include");
            var out = own.member("exclude");
            if (in != null) {
                include = texts(in);
            }
            if (out != null) {
                exclude.addAll(texts(out));
            }
            if (in != null && include.isEmpty()) {
                exclude.add(EVERYTHING);
            }
        }
        return Selection.ALL.withInclude(include).withExclude(exclude);
    }

    private static ToolOverride override(Field tool) throws UsageException {
        requireKnown(tool, OF_TOOLS, OF_OTHER_TOOLS);
        var arguments = new LinkedHashMap<String, ArgumentOverride>();
        var given = tool.member("arguments");
        if (given != null) {
            for (var argument : given.members().entrySet()) {
                arguments.put(argument.getKey(), argument(argument.getValue()));
            }
        }
        var tags = tool.member("tags");
        try {
            return new ToolOverride(
                    prose(tool, "name"),
                    prose(tool, "title"),
                    prose(tool, "description"),
                    flag(tool, "enabled"),
                    tags == null ? null : new LinkedHashSet<>(texts(tags)),
                    json(tool, "meta"),
                    json(tool, "annotations"),
                    arguments);
        } catch (IllegalArgumentException e) {
            throw tool.wrong(e.getMessage() + "; correct it");
        }
    }

    private static ArgumentOverride argument(Field argument) throws UsageException {
        requireKnown(argument, OF_ARGUMENTS, Set.of());
        var examples = argument.member("examples");
        var all = new ArrayList<Json>();
        if (examples != null) {
            for (var example : examples.elements()) {
                all.add(example.json());
            }
        }
        try {
            return new ArgumentOverride(
                    prose(argument, "name"),
                    prose(argument, "description"),
                    json(argument, "default"),
                    flag(argument, "hide"),
                    flag(argument, "required"),
                    json(argument, "type"),
                    examples == null ? null : all);
        } catch (IllegalArgumentException e) {
            throw argument.wrong(e.getMessage() + "; correct it");
        }
    }

    private static void requireKnown(Field object, Set<String> known, Set<String> passedOver)
            throws UsageException {
        for (var key : object.members().keySet()) {
            if (!known.contains(key) && !passedOver.contains(key)) {
                var nearest = Suggestions.suggestion(key, known);
                var all = String.join(", ", new TreeSet<>(known));
                throw object.wrong(
                        "has an unknown key "
                                + key
                                + (nearest.isEmpty() ? "; known are " + all : nearest));
            }
        }
    }

    private static List<String> texts(Field field) throws UsageException {
        return field.texts().stream().map(ConfigValue::value).toList();
    }

    private static @Nullable String prose(Field object, String key) throws UsageException {
        var field = object.member(key);
        return field == null ? null : field.prose().value();
    }

    private static @Nullable Boolean flag(Field object, String key) throws UsageException {
        var field = object.member(key);
        return field == null ? null : Boolean.valueOf(field.flag());
    }

    private static @Nullable Json json(Field object, String key) throws UsageException {
        var field = object.member(key);
        return field == null ? null : field.json();
    }
}
