package io.tieline.app.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Knows the mistakes that people make in files with MCP servers, and says how each is written. It
 * never repeats a value, which may be secret.
 */
final class FileSlips {

    static final String SHAPE =
            "{\"mcpServers\": {\"NAME\": {\"command\": \"...\", \"args\": [...]}}}";

    private static final List<String> PROGRAMS =
            List.of(".py", ".js", ".mjs", ".cjs", ".ts", ".sh", ".jar", ".rb");
    private static final List<String> ADDRESSES = List.of("url", "serverUrl", "httpUrl");
    private static final Set<String> SHELLS =
            Set.of("sh", "ash", "bash", "cmd", "dash", "fish", "ksh", "powershell", "pwsh", "zsh");
    private static final Set<String> PATHS =
            Set.of("command", "cwd", "ca", "tlsCertificate", "tlsKey");

    private static final Pattern TOML =
            Pattern.compile(
                    "(?:\\s|#[^\\r\\n]*+)*+(\\[[A-Za-z_\"][^,\\]]*]|[A-Za-z_]+\\s*=).*",
                    Pattern.DOTALL);
    private static final Pattern YAML =
            Pattern.compile("(?:\\s|#[^\\r\\n]*+)*+(---|[A-Za-z_]+:(\\s|$)).*", Pattern.DOTALL);

    private static final Pattern WHOLE_VARIABLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern PATH_VARIABLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)/.*");

    /** Two hexadecimal digits are a byte of a URL. */
    private static final Pattern WINDOWS_VARIABLE =
            Pattern.compile("%(?![0-9A-Fa-f]{2}%)([A-Za-z_][A-Za-z0-9_]*)%.*");

    private static final Pattern VARIABLE_WITHIN =
            Pattern.compile(".*(?<![$\\w])\\$([A-Z_][A-Z0-9_]+)(?![\\w{]).*", Pattern.DOTALL);

    /** A drive, and then what the letters after a single backslash have become. */
    private static final Pattern ESCAPED_PATH =
            Pattern.compile(
                    "[A-Z]:([\\\\/]\\S*)?[\\x08\\t\\n\\f\\r][\\p{L}\\d_.-].*", Pattern.DOTALL);

    private FileSlips() {}

    static void requireText(String name, String text) throws UsageException {
        if (text.isBlank()) {
            throw UsageException.at(name, "is empty; write " + SHAPE);
        }
    }

    /** Why this is no JSON. */
    static UsageException ofText(String name, String text, JacksonException problem) {
        var sentence = ofLanguage(name, text);
        if (sentence == null) {
            sentence = ConfigSyntax.isToml(name) ? ofToml(problem) : ofPlace(text, problem);
        }
        return UsageException.at(name, sentence);
    }

    private static @Nullable String ofLanguage(String name, String text) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (text.startsWith("#!") || PROGRAMS.stream().anyMatch(lower::endsWith)) {
            return "is a program and no configuration; write -- before a command to start";
        }
        if (ConfigSyntax.isToml(name)) {
            return text.stripLeading().startsWith("{")
                    ? "is JSON; rename it so that it ends in .json"
                    : null;
        }
        if (TOML.matcher(text).matches()) {
            return "is TOML; rename it so that it ends in .toml";
        }
        if (lower.endsWith(".yaml") || lower.endsWith(".yml") || YAML.matcher(text).matches()) {
            return "is YAML; write JSON: " + SHAPE;
        }
        return null;
    }

    private static String ofToml(JacksonException problem) {
        var at = problem.getLocation();
        return "is no valid TOML"
                + (at == null || at.getLineNr() < 1 ? "" : " at line " + at.getLineNr())
                + "; look for a missing quote, bracket or =, or a key that is written twice";
    }

    private static String ofPlace(String text, JacksonException problem) {
        var at = problem.getLocation();
        if (at == null) {
            return "is deeper, or has longer names or numbers, than any configuration; is it the"
                    + " right file?";
        }
        var place = "at line " + at.getLineNr() + ", column " + at.getColumnNr();
        int offset = Math.clamp(at.getCharOffset(), 0, text.length());
        var around = text.substring(Math.max(0, offset - 2), Math.min(text.length(), offset + 1));
        // The parser's own words quote what stands there, which may be a credential.
        if (String.valueOf(problem.getOriginalMessage()).contains("escape")) {
            return "has a backslash that JSON does not know "
                    + place
                    + "; write \\\\ for each, or / in paths";
        }
        if (around.indexOf('\'') >= 0) {
            return "has single quotes " + place + "; JSON has double ones: \"...\"";
        }
        if (around.chars()
                .anyMatch(letter ->
                        "\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb".indexOf(letter) >= 0)) {
            return "has typographic quotes " + place + "; write straight ones: \"...\"";
        }
        return "is no valid JSON "
                + place
                + "; look for a missing comma, quote or bracket, or a key that is written twice";
    }

    /** Why no servers were found in this file. */
    static String ofRoot(JsonNode root) {
        if (root.has("mcpServers")) {
            return "mcpServers is no object; write " + SHAPE;
        }
        if (isServer(root)) {
            return "holds a server without a name; write " + SHAPE;
        }
        for (var member : root.properties()) {
            if (member.getValue().isObject() && isServer(member.getValue())) {
                return "holds the server "
                        + member.getKey()
                        + " outside of mcpServers; write {\"mcpServers\": {\""
                        + member.getKey()
                        + "\": {...}}}";
            }
        }
        var nearest = Suggestions.to("mcpServers", root.propertyNames());
        return nearest == null
                ? "holds no mcpServers; write " + SHAPE
                : "holds no mcpServers but " + nearest + "; correct its name";
    }

    /** Whether this holds what a server's entry holds. */
    static boolean isServer(JsonNode node) {
        var command = node.path("command");
        return command.isString()
                || command.isArray()
                || command.path("path").isString()
                || ADDRESSES.stream().anyMatch(key -> node.path(key).isString());
    }

    /** The arguments stand in one string. */
    static void requireList(JsonNode arguments, String place) throws UsageException {
        if (arguments.isString() && arguments.asString().strip().contains(" ")) {
            throw UsageException.at(
                    place, "is one string; write each word by itself: [\"-y\", \"package\"]");
        }
    }

    /** Looks at a value as it is written. */
    static void ofValue(Field field, String text) throws UsageException {
        var key = field.key();
        var place = field.place();
        if (!key.equals("instructions") && ESCAPED_PATH.matcher(text).matches()) {
            throw UsageException.at(
                    place, "a single backslash has become another character; write \\\\ or /");
        }
        if (key.equals("args") && isShell(field.program())) {
            return; // which replaces variables itself
        }
        if (!field.variables().dollars()) {
            for (var slip : List.of(WHOLE_VARIABLE, PATH_VARIABLE, VARIABLE_WITHIN)) {
                refuse(slip.matcher(text), place, "$$%s");
            }
        }
        refuse(WINDOWS_VARIABLE.matcher(text), place, "%%%%%s%%");
        if (PATHS.contains(key) && text.startsWith("~")) {
            throw UsageException.at(place, "~ is known to shells only; write ${HOME}");
        }
    }

    private static void refuse(Matcher slip, String place, String escaped) throws UsageException {
        if (slip.matches()) {
            var name = slip.group(1);
            throw UsageException.at(
                    place,
                    "the variable "
                            + name
                            + " would be passed on literally; write ${"
                            + name
                            + "}, or "
                            + escaped.formatted(name)
                            + " for the characters themselves");
        }
    }

    private static boolean isShell(String command) {
        var name = command.substring(command.replace('\\', '/').lastIndexOf('/') + 1);
        return SHELLS.contains(name.replaceFirst("(?i)\\.exe$", ""));
    }
}
