package io.tieline.app.command;

import io.tieline.app.config.Suggestions;
import io.tieline.app.config.UsageException;
import io.tieline.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the arguments of a call of the words on the command line, by the schema of the tool. */
final class ToolArguments {

    private final Json tool;
    private final Json schema;
    private final Json properties;
    private final InputStream in;
    private final Map<String, Json> arguments = new LinkedHashMap<>();

    private ToolArguments(Json tool, InputStream in) {
        this.tool = tool;
        this.schema = tool.part("inputSchema");
        this.properties = schema.part("properties");
        this.in = in;
    }

    /**
     * The arguments.
     *
     * @param in what {@code -} stands for
     */
    static Json of(Json tool, List<GivenValue> values, InputStream in) throws UsageException {
        var reading = new ToolArguments(tool, in);
        for (var value : values) {
            reading.add(value);
        }
        reading.requireAll();
        return Json.object(reading.arguments);
    }

    private void add(GivenValue given) throws UsageException {
        var property = properties.get(given.name());
        if (given.isJson()) {
            put(given.name(), json(given, source(given)), false);
            return;
        }
        if (property == null && !isOpen()) {
            throw unknown(given.name());
        }
        var value = ValueSchema.of(property == null ? Json.EMPTY_OBJECT : property, schema);
        var text = isBinary(value) && given.text().startsWith("@") ? base64(given) : source(given);
        try {
            boolean isElement = value.isList() && !text.strip().startsWith("[");
            put(given.name(), (isElement ? value.items() : value).read(text), isElement);
        } catch (UnfitException unfit) {
            throw UsageException.at(given.name(), unfit.problem() + "; " + Signature.ofTool(tool));
        }
    }

    /** What is given several times is a list. */
    private void put(String name, Json value, boolean isElement) throws UsageException {
        var before = arguments.get(name);
        if (before != null && !isElement) {
            throw UsageException.at(name, "is given twice; leave one of them out");
        }
        var elements = new ArrayList<Json>();
        if (before != null) {
            elements.addAll(before.elements());
        }
        elements.add(value);
        arguments.put(name, isElement ? Json.array(elements) : value);
    }

    /** Whether the tool takes arguments that it does not name. */
    private boolean isOpen() {
        var others = schema.get("additionalProperties");
        return properties.members().isEmpty()
                ? others == null || !others.isFalse()
                : others != null && !others.isFalse();
    }

    private UsageException unknown(String name) {
        var names = properties.members().stream().map(Json.Member::name).toList();
        return new UsageException(
                "there is no argument "
                        + name
                        + Suggestions.suggestion(name, names)
                        + "; "
                        + Signature.ofTool(tool)
                        + "; "
                        + name
                        + ":=JSON sends it all the same");
    }

    private void requireAll() throws UsageException {
        for (var name : schema.texts("required")) {
            if (!arguments.containsKey(name)) {
                var missing = ValueSchema.of(properties.part(name), schema);
                var label =
                        missing.choices().isEmpty()
                                ? String.join("|", missing.types()).toUpperCase(Locale.ROOT)
                                : missing.choices().getFirst().word();
                throw UsageException.at(
                        name,
                        "is missing; write "
                                + name
                                + "="
                                + (label.isEmpty() ? "VALUE" : label)
                                + "; "
                                + Signature.ofTool(tool));
            }
        }
    }

    private static Json json(GivenValue given, String text) throws UsageException {
        try {
            return Json.of(text.strip());
        } catch (IllegalArgumentException notJson) {
            throw UsageException.at(
                    given.name(),
                    "what follows := is no JSON; write " + given.name() + "=TEXT for plain text");
        }
    }

    /**
     * {@code @FILE}, {@code -} for stdin, or the text itself, of which {@code @@} begins with @.
     */
    private String source(GivenValue given) throws UsageException {
        var text = given.text();
        if (text.equals("-")) {
            return standardInput(given);
        }
        if (text.startsWith("@@")) {
            return text.substring(1);
        }
        return text.startsWith("@") ? new String(file(given), StandardCharsets.UTF_8) : text;
    }

    private String standardInput(GivenValue given) throws UsageException {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw UsageException.at(given.name(), "stdin cannot be read: " + e.getMessage());
        }
    }

    private static byte[] file(GivenValue given) throws UsageException {
        var name = given.text().substring(1);
        try {
            return Files.readAllBytes(Path.of(name));
        } catch (IOException | InvalidPathException e) {
            throw UsageException.at(
                    given.name(),
                    "there is no file "
                            + name
                            + " that can be read; write @@ for a text that begins with @");
        }
    }

    private static boolean isBinary(ValueSchema value) {
        return "base64".equals(value.json().text("contentEncoding"))
                || "byte".equals(value.json().text("format"));
    }

    private static String base64(GivenValue given) throws UsageException {
        return Base64.getEncoder().encodeToString(file(given));
    }
}
