package io.tieline.app.config;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A member of a file, on its way to being a {@link ConfigValue}.
 *
 * @param key under which it stands in the server's entry
 * @param place the file, and the keys that lead to it
 * @param program the entry's program, or empty
 */
record Field(String key, String place, JsonNode value, Variables variables, String program) {

    private Field of(String inner, JsonNode other) {
        return new Field(key, inner, other, variables, program);
    }

    /** The member of this name; null if there is none, or none is meant. */
    @Nullable Field member(String name) {
        var member = value.get(name);
        return member == null || member.isNull() ? null : of(place + "." + name, member);
    }

    /** The members of an object. */
    Map<String, Field> members() throws UsageException {
        if (!value.isObject()) {
            throw wrong("is no object; write {\"NAME\": ...}");
        }
        var members = new LinkedHashMap<String, Field>();
        for (var member : value.properties()) {
            members.put(member.getKey(), of(place + "." + member.getKey(), member.getValue()));
        }
        return members;
    }

    ConfigValue text() throws UsageException {
        // Ports and flags are often written without quotes.
        if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
            throw wrong("is not a string; write it in quotes");
        }
        var text = value.asString();
        FileSlips.ofValue(this, text);
        return ConfigValue.of(variables.expand(text, place), place);
    }

    /** Words for people, in which a dollar is a dollar. */
    ConfigValue prose() throws UsageException {
        return value.isString()
                ? ConfigValue.of(variables.expand(value.asString(), place), place)
                : text();
    }

    /** The elements of a list. */
    List<Field> elements() throws UsageException {
        if (!value.isArray()) {
            throw wrong("is no list; write [...]");
        }
        var elements = new ArrayList<Field>();
        for (int index = 0; index < value.size(); index++) {
            elements.add(of(place + "[" + index + "]", value.get(index)));
        }
        return elements;
    }

    /** The value with variables replaced in all its texts. */
    Json json() throws UsageException {
        if (value.isString()) {
            return Json.string(variables.expand(value.asString(), place));
        }
        if (value.isObject()) {
            var members = new LinkedHashMap<String, Json>();
            for (var member : members().entrySet()) {
                members.put(member.getKey(), member.getValue().json());
            }
            return Json.object(members);
        }
        if (value.isArray()) {
            var elements = new ArrayList<Json>();
            for (var element : elements()) {
                elements.add(element.json());
            }
            return Json.array(elements);
        }
        return Json.of(value.toString());
    }

    /** The texts of a list, or the one that stands alone. */
    List<ConfigValue> texts() throws UsageException {
        if (value.isString()) {
            return List.of(text());
        }
        if (!value.isArray()) {
            throw wrong("is no list; write [\"...\", \"...\"]");
        }
        var texts = new ArrayList<ConfigValue>();
        for (int index = 0; index < value.size(); index++) {
            texts.add(of(place + "[" + index + "]", value.get(index)).text());
        }
        return texts;
    }

    /** The texts of an object by their names; what is null is not meant. */
    List<ConfigValue> named() throws UsageException {
        if (!value.isObject()) {
            throw wrong("is no object; write {\"NAME\": \"value\"}");
        }
        var named = new ArrayList<ConfigValue>();
        for (var member : members().entrySet()) {
            var inner = member.getValue();
            if (!inner.value().isNull()) {
                named.add(new ConfigValue(member.getKey(), inner.text().value(), inner.place()));
            }
        }
        return named;
    }

    /** The values of the variables that an object names. */
    List<ConfigValue> namedByVariable() throws UsageException {
        var named = new ArrayList<ConfigValue>();
        for (var member : named()) {
            named.add(
                    new ConfigValue(
                            member.name(),
                            variables.named(member.value(), member.place()),
                            member.place()));
        }
        return named;
    }

    boolean flag() throws UsageException {
        if (!value.isBoolean()) {
            throw wrong("is no true and no false; write one of them, without quotes");
        }
        return value.booleanValue();
    }

    UsageException wrong(String problem) {
        return UsageException.at(place, problem);
    }
}
