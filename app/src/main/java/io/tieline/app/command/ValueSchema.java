package io.tieline.app.command;

import io.tieline.app.config.Suggestions;
import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of one value that people write as text: an argument of a tool, a field of a form.
 * It reads the text as the type that the schema wants and checks what forms can say (choices,
 * bounds, lengths, formats); what else a schema says, the server checks. Immutable.
 *
 * @param json the schema, its reference followed
 * @param root where references lead to
 */
record ValueSchema(Json json, Json root) {

    private static final List<String> ALTERNATIVES = List.of("anyOf", "oneOf");

    /** One of several values that are allowed. */
    record Choice(Json value, String title) {

        /** How it is typed. */
        String word() {
            return value.isString() ? value.asString() : value.toString();
        }
    }

    /** The schema of this property. */
    static ValueSchema of(Json schema, Json root) {
        return new ValueSchema(followed(schema, root), root);
    }

    /** A reference within the same schema; one that leads elsewhere, or on, says nothing. */
    private static Json followed(Json schema, Json root) {
        var reference = schema.text("$ref");
        if (reference == null || !reference.startsWith("#/")) {
            return schema;
        }
        return root.part(reference.substring(2).split("/", -1));
    }

    /** The types that it allows; none if it says nothing of them. */
    Set<String> types() {
        var types = new LinkedHashSet<String>();
        var type = json.get("type");
        if (type != null && type.isString()) {
            types.add(type.asString());
        }
        types.addAll(json.texts("type"));
        for (var choice : choices()) {
            types.add(typeOf(choice.value()));
        }
        for (var key : ALTERNATIVES) {
            json.list(key).forEach(one -> types.addAll(of(one, root).types()));
        }
        return types;
    }

    private static String typeOf(Json value) {
        return switch (value.kind()) {
            case STRING -> "string";
            case NUMBER -> "number";
            case OBJECT -> "object";
            case ARRAY -> "array";
            case NULL -> "null";
            default -> "boolean";
        };
    }

    /** The values that it names; none if it allows others as well. */
    List<Choice> choices() {
        var choices = new ArrayList<Choice>();
        var titles = json.list("enumNames");
        for (var value : json.list("enum")) {
            var title = choices.size() < titles.size() ? titles.get(choices.size()) : value;
            choices.add(new Choice(value, text(title)));
        }
        var constant = json.get("const");
        if (constant != null) {
            var title = json.text("title");
            choices.add(new Choice(constant, title == null ? text(constant) : title));
        }
        for (var key : ALTERNATIVES) {
            var alternatives = json.list(key);
            if (alternatives.stream().allMatch(one -> one.get("const") != null)) {
                alternatives.forEach(one -> choices.addAll(of(one, root).choices()));
            }
        }
        return choices;
    }

    private static String text(Json value) {
        return value.isString() ? value.asString() : value.toString();
    }

    /** Whether it is a list and nothing else. */
    boolean isList() {
        return types().equals(Set.of("array"));
    }

    /** What a list has in it. */
    ValueSchema items() {
        return of(json.part("items"), root);
    }

    /** What stands in the place of a value that is left out; null if nothing does. */
    @Nullable Json standing() {
        return json.get("default");
    }

    /** The text as a value. */
    Json read(String text) throws UnfitException {
        var value = value(text);
        ValueChecks.check(this, value);
        return value;
    }

    private Json value(String text) throws UnfitException {
        for (var choice : choices()) {
            if (choice.word().equals(text)) {
                return choice.value();
            }
        }
        var types = types();
        var json = types.equals(Set.of("string")) ? null : parsed(text);
        if (json != null && (types.isEmpty() || fits(json, types)) && !json.isString()) {
            return json;
        }
        if (types.isEmpty() || types.contains("string")) {
            return Json.string(text);
        }
        throw new UnfitException("\"" + text + "\" is no " + wanted(types));
    }

    private static boolean fits(Json value, Set<String> types) {
        var type = typeOf(value);
        return types.contains(type) || (type.equals("number") && types.contains("integer"));
    }

    private static @Nullable Json parsed(String text) {
        try {
            return Json.of(text.strip());
        } catch (IllegalArgumentException isText) {
            return null;
        }
    }

    private static String wanted(Set<String> types) {
        return types.stream()
                .map(type ->
                        switch (type) {
                            case "integer" -> "whole number";
                            case "boolean" -> "boolean; write true or false";
                            case "array" -> "list; write [\"A\", \"B\"] as JSON";
                            case "object" -> "object; write {\"NAME\": ...} as JSON";
                            default -> type;
                        })
                .collect(Collectors.joining(" and no "));
    }

    /** Which of the choices was probably meant. */
    String suggestion(String text) {
        return Suggestions.suggestion(text, choices().stream().map(Choice::word).toList());
    }
}
