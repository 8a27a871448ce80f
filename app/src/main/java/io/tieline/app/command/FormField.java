package io.tieline.app.command;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One field of a form, as a person fills it in.
 *
 * @param required whether it may not be left empty
 */
record FormField(String name, ValueSchema schema, boolean required) {

    /** The fields of a form, in its order. */
    static List<FormField> of(Json form) {
        var required = form.texts("required");
        var fields = new ArrayList<FormField>();
        for (var property : form.part("properties").members()) {
            fields.add(
                    new FormField(
                            property.name(),
                            ValueSchema.of(property.value(), form),
                            required.contains(property.name())));
        }
        return fields;
    }

    /** What the field is called. */
    String title() {
        var title = schema.json().text("title");
        return title == null ? name : title;
    }

    /** What is to be typed, in a few words. */
    String hint() {
        var hints = new ArrayList<String>();
        hints.add(kind());
        var json = schema.json();
        range(json.get("minimum"), json.get("maximum"), "", hints);
        range(json.get("minLength"), json.get("maxLength"), " letters", hints);
        range(json.get("minItems"), json.get("maxItems"), " of them", hints);
        if (!required) {
            hints.add("may be left empty");
        }
        return String.join(", ", hints);
    }

    private String kind() {
        if (!choices().isEmpty()) {
            return schema.isList() ? "numbers or names, separated by commas" : "number or name";
        }
        var format = schema.json().text("format");
        if (format != null) {
            return format;
        }
        return schema.types().stream()
                .findFirst()
                .map(type ->
                        switch (type) {
                            case "integer" -> "whole number";
                            case "boolean" -> "y or n";
                            case "string" -> "text";
                            case "array" -> "values, separated by commas";
                            default -> type;
                        })
                .orElse("text");
    }

    private static void range(
            @Nullable Json least, @Nullable Json most, String what, List<String> hints) {
        if (least != null && most != null) {
            hints.add(least + " to " + most + what);
        } else if (least != null) {
            hints.add("at least " + least + what);
        } else if (most != null) {
            hints.add("at most " + most + what);
        }
    }

    /** What can be chosen; none if anything can be typed. */
    List<ValueSchema.Choice> choices() {
        return schema.isList() ? schema.items().choices() : schema.choices();
    }

    /** What is taken if nothing is typed, as it would be typed; empty if there is none. */
    String standing() {
        var standing = schema.standing();
        if (standing == null) {
            return "";
        }
        if (standing.isArray()) {
            return String.join(", ", standing.elements().stream().map(FormField::word).toList());
        }
        return word(standing);
    }

    private static String word(Json value) {
        return value.isString() ? value.asString() : value.toString();
    }

    /** What was typed, as a value; null if the field is left out. */
    @Nullable Json read(String typed) throws UnfitException {
        var text = typed.strip();
        if (text.isEmpty()) {
            if (required && schema.standing() == null) {
                throw new UnfitException("must be filled in");
            }
            return schema.standing();
        }
        var value = schema.isList() ? list(text) : one(schema, text);
        ValueChecks.checkType(schema, value);
        return value;
    }

    private Json list(String text) throws UnfitException {
        var elements = new ArrayList<Json>();
        for (var part : text.split(",", -1)) {
            if (!part.isBlank()) {
                elements.add(one(schema.items(), part.strip()));
            }
        }
        return Json.array(elements);
    }

    private static Json one(ValueSchema schema, String text) throws UnfitException {
        var choices = schema.choices();
        for (int index = 0; index < choices.size(); index++) {
            var choice = choices.get(index);
            if (text.equals(String.valueOf(index + 1)) || text.equalsIgnoreCase(choice.title())) {
                return choice.value();
            }
        }
        return schema.types().contains("boolean") ? agreement(text) : schema.read(text);
    }

    private static Json agreement(String text) throws UnfitException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "y", "yes", "true" -> Json.TRUE;
            case "n", "no", "false" -> Json.FALSE;
            default -> throw new UnfitException("\"" + text + "\" is neither y nor n");
        };
    }
}
