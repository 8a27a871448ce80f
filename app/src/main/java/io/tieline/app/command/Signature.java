package io.tieline.app.command;

import io.tieline.wire.Json;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes schemas as people write types: {@code add(a: number, b?: number = 1) -> {sum: number}}.
 */
final class Signature {

    private static final List<String> ALTERNATIVES = List.of("anyOf", "oneOf");

    /** How much of a schema within a schema is written. */
    private enum Detail {
        FULL,
        SHORT,
        NAME
    }

    private Signature() {}

    /** That of a tool. */
    static String ofTool(Json tool) {
        var schema = tool.part("inputSchema");
        var output = tool.get("outputSchema");
        return tool.text("name")
                + "("
                + members(schema, schema, Detail.FULL)
                + ")"
                + (output == null ? "" : " -> " + type(output, output, Detail.FULL));
    }

    /** That of a prompt, whose arguments are all strings. */
    static String ofPrompt(Json prompt) {
        return prompt.text("name")
                + prompt.list("arguments").stream()
                        .map(one -> one.text("name") + (one.flag("required") ? "" : "?"))
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String members(Json schema, Json root, Detail detail) {
        var required = schema.texts("required");
        return schema.part("properties").members().stream()
                .map(member -> member(member, required.contains(member.name()), root, detail))
                .collect(Collectors.joining(", "));
    }

    private static String member(Json.Member member, boolean required, Json root, Detail detail) {
        var standing = member.value().get("default");
        return member.name()
                + (required ? ": " : "?: ")
                + type(member.value(), root, detail)
                + (standing == null ? "" : " = " + standing);
    }

    private static String type(Json schema, Json root, Detail detail) {
        var value = ValueSchema.of(schema, root);
        var choices = value.choices();
        if (!choices.isEmpty()) {
            return choices.stream()
                    .map(one -> one.value().toString())
                    .collect(Collectors.joining("|"));
        }
        for (var key : ALTERNATIVES) {
            if (!value.json().list(key).isEmpty()) {
                return value.json().list(key).stream()
                        .map(one -> type(one, root, next(detail)))
                        .distinct()
                        .collect(Collectors.joining("|"));
            }
        }
        return value.types().isEmpty()
                ? "any"
                : value.types().stream()
                        .map(type -> named(type, value, detail))
                        .collect(Collectors.joining("|"));
    }

    private static String named(String type, ValueSchema value, Detail detail) {
        if (type.equals("array")) {
            var items = value.json().get("items");
            return items == null ? "array" : type(items, value.root(), next(detail)) + "[]";
        }
        boolean isOpen =
                detail != Detail.NAME
                        && value.json().part("properties").members().iterator().hasNext();
        return type.equals("object") && isOpen
                ? "{" + members(value.json(), value.root(), next(detail)) + "}"
                : type;
    }

    private static Detail next(Detail detail) {
        return detail == Detail.FULL ? Detail.SHORT : Detail.NAME;
    }
}
