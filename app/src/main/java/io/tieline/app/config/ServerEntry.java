package io.tieline.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * One server of a {@link ConfigFile}: the keys that all tools share ({@code command}, {@code args},
 * {@code env}, {@code cwd}, {@code url}, {@code headers}, {@code type}) and our own beside them.
 *
 * @param name the server's name
 * @param place the file, and the keys that lead to the entry
 * @param entry the entry itself
 */
public record ServerEntry(String name, String place, JsonNode entry) {

    /** Keys by which other tools let their own users decide what is none of our affair. */
    private static final Set<String> OF_OTHER_TOOLS =
            Set.of(
                    "alwaysAllow",
                    "autoApprove",
                    "description",
                    "disabled",
                    "enabled",
                    "gallery",
                    "icon",
                    "name",
                    "timeout",
                    "title",
                    "trust",
                    "version");

    private static final Set<String> ON = Set.of("disabled", "enabled");

    /** What the entry chooses. */
    public Configuration choices(Variables variables) throws UsageException {
        if (!entry.isObject()) {
            throw UsageException.at(
                    place, "is no object; write {\"command\": ...} or {\"url\": ...}");
        }
        requireEnabled();
        requireServer();
        var choices = Configuration.NONE.with(Setting.NAME, ConfigValue.of(name, place));
        for (var member : members().entrySet()) {
            choices = with(choices, member.getKey(), member.getValue(), variables);
        }
        return choices;
    }

    private void requireServer() throws UsageException {
        if (entry.has("args") && !entry.has("command")) {
            throw UsageException.at(place, "has args and no command; name the program to start");
        }
        if (!entry.has("command") && !entry.has("url")) {
            throw UsageException.at(
                    place,
                    "has neither command nor url; name a program to start, or where the server is");
        }
    }

    /** The keys of other tools in this entry, which are not for us. */
    public List<String> ignored() {
        return entry.propertyNames().stream()
                .filter(OF_OTHER_TOOLS::contains)
                .filter(key -> !ON.contains(key))
                .toList();
    }

    private void requireEnabled() throws UsageException {
        if (isBoolean("disabled", true)) {
            throw UsageException.at(
                    place + ".disabled", "the server is disabled; remove the key to serve it");
        }
        if (isBoolean("enabled", false)) {
            throw UsageException.at(
                    place + ".enabled", "the server is not enabled; remove the key to serve it");
        }
    }

    private boolean isBoolean(String key, boolean expected) {
        var value = entry.get(key);
        return value != null && value.isBoolean() && value.booleanValue() == expected;
    }

    /** The entry's members, the command before its arguments wherever it stands. */
    private Map<String, JsonNode> members() {
        var members = new LinkedHashMap<String, JsonNode>();
        if (entry.has("command")) {
            members.put("command", entry.get("command"));
        }
        entry.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    private Configuration with(
            Configuration choices, String key, JsonNode value, Variables variables)
            throws UsageException {
        var here = new Reading(key, place + "." + key, value, variables, program());
        var setting = Setting.ofKey(key.equals("transport") ? "type" : key);
        if (key.equals("command")) {
            return choices.with(Setting.COMMAND, here.text());
        }
        if (key.equals("args")) {
            FileSlips.requireList(value, place + ".args");
            return with(choices, Setting.COMMAND, here.texts());
        }
        if (setting != null) {
            return switch (setting.shape()) {
                case FLAG, ONE -> choices.with(setting, here.text());
                case LIST -> with(choices, setting, here.texts());
                case NAMED -> with(choices, setting, here.named());
            };
        }
        if (OF_OTHER_TOOLS.contains(key)) {
            return choices;
        }
        throw UsageException.at(place, "has an unknown key " + key + suggestion(key));
    }

    private String program() {
        var command = entry.get("command");
        return command == null || !command.isString() ? "" : command.asString();
    }

    private static Configuration with(
            Configuration choices, Setting setting, List<ConfigValue> values) {
        var all = choices;
        for (var value : values) {
            all = all.with(setting, value);
        }
        return all;
    }

    private static String suggestion(String key) {
        var known = new TreeSet<>(Set.of("args", "transport"));
        for (var setting : Setting.values()) {
            if (setting.key() != null) {
                known.add(setting.key());
            }
        }
        var nearest = Suggestions.suggestion(key, known);
        return nearest.isEmpty() ? "; known are " + String.join(", ", known) : nearest;
    }

    /** One value of the entry, on its way to being a {@link ConfigValue}. */
    private record Reading(
            String key, String place, JsonNode value, Variables variables, String program) {

        Reading of(String inner, JsonNode other) {
            return new Reading(key, inner, other, variables, program);
        }

        ConfigValue text() throws UsageException {
            // Ports and flags are often written without quotes.
            if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
                throw UsageException.at(place, "is not a string; write it in quotes");
            }
            var text = value.asString();
            FileSlips.ofValue(key, text, place, program);
            return ConfigValue.of(variables.expand(text, place), place);
        }

        List<ConfigValue> texts() throws UsageException {
            if (value.isString()) {
                return List.of(text());
            }
            if (!value.isArray()) {
                throw UsageException.at(place, "is no list; write [\"...\", \"...\"]");
            }
            var texts = new ArrayList<ConfigValue>();
            for (int index = 0; index < value.size(); index++) {
                texts.add(of(place + "[" + index + "]", value.get(index)).text());
            }
            return texts;
        }

        List<ConfigValue> named() throws UsageException {
            if (!value.isObject()) {
                throw UsageException.at(place, "is no object; write {\"NAME\": \"value\"}");
            }
            var named = new ArrayList<ConfigValue>();
            for (var member : value.properties()) {
                var inner = place + "." + member.getKey();
                var text = of(inner, member.getValue()).text();
                named.add(new ConfigValue(member.getKey(), text.value(), inner));
            }
            return named;
        }
    }
}
