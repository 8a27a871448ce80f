package io.tieline.app.doctor;

import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Looks at names and schemas of tools: whether models and clients can make something of them. */
final class SchemaChecks {

    /** 2025-11-25, "Tool Names". */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    /** What the interfaces of models take, which clients put a prefix before. */
    private static final Pattern USUAL = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final CheckResults findings;

    SchemaChecks(CheckResults findings) {
        this.findings = findings;
    }

    /** All tools that were listed. */
    void judge(List<Json> tools) {
        if (tools.isEmpty()) {
            findings.skipped("schemas", "there are no tools");
            findings.skipped("names", "there are no tools");
            return;
        }
        schemas(tools);
        names(tools);
    }

    private void schemas(List<Json> tools) {
        var wrong = new ArrayList<String>();
        for (var tool : tools) {
            for (var problem : problems(tool)) {
                wrong.add(tool.text("name") + " " + problem);
            }
        }
        if (wrong.isEmpty()) {
            findings.add(
                    new Finding(
                            "schemas",
                            Finding.State.OK,
                            tools.size() + " are sound",
                            "",
                            "",
                            null));
        } else {
            findings.failed(
                    "schemas",
                    String.join("; ", wrong),
                    "Clients leave the tool out, or call it with arguments that it cannot read.",
                    "Correct its inputSchema: an object of the JSON Schema with \"type\": \"object\".");
        }
    }

    private static List<String> problems(Json tool) {
        var problems = new ArrayList<String>();
        var input = tool.get("inputSchema");
        if (input == null || !input.isObject()) {
            return List.of("has no inputSchema");
        }
        if (!"object".equals(input.text("type"))) {
            problems.add("has an inputSchema that is not of type object");
        }
        var properties = input.part("properties");
        for (var name : input.texts("required")) {
            if (properties.get(name) == null && !isOpen(input)) {
                problems.add("requires " + name + ", which it does not describe");
            }
        }
        references(input, input, problems);
        return problems;
    }

    private static boolean isOpen(Json schema) {
        var others = schema.get("additionalProperties");
        return schema.get("properties") == null || (others != null && !others.isFalse());
    }

    private static void references(Json node, Json root, List<String> problems) {
        if (node.isArray()) {
            node.elements().forEach(element -> references(element, root, problems));
        } else if (node.isObject()) {
            var reference = node.text("$ref");
            if (reference != null
                    && reference.startsWith("#/")
                    && root.at(reference.substring(2).split("/", -1)) == null
                    && !reference.contains("~")) {
                problems.add("refers to " + reference + ", which is not there");
            }
            node.members().forEach(member -> references(member.value(), root, problems));
        }
    }

    private void names(List<Json> tools) {
        var impossible = new ArrayList<String>();
        var unusual = new ArrayList<String>();
        for (var tool : tools) {
            var name = String.valueOf(tool.text("name"));
            if (!NAME.matcher(name).matches()) {
                impossible.add(name);
            } else if (!USUAL.matcher(name).matches()) {
                unusual.add(name);
            }
        }
        if (!impossible.isEmpty()) {
            findings.failed(
                    "names",
                    "too long, or of other letters than A-Z a-z 0-9 _ . -: "
                            + String.join(", ", impossible),
                    "Many clients refuse such a tool, or all tools of the server.",
                    "Rename it, in the server or by \"tools\" in its entry of the file.");
        } else if (!unusual.isEmpty()) {
            findings.add(
                    Finding.note(
                            "names",
                            "longer than 64, or with a dot: " + String.join(", ", unusual),
                            "Interfaces of some models take no such name; clients change or refuse it.",
                            "Shorten it if a client of yours does."));
        } else {
            findings.add(
                    new Finding(
                            "names",
                            Finding.State.OK,
                            tools.size() + " that every client takes",
                            "",
                            "",
                            null));
        }
    }
}
