package io.tieline.app.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts variables of the environment into the strings of a configuration file, in the syntax of any
 * client: <code>${VAR}</code>, <code>${VAR:-default}</code> for one that is unset or empty, <code>
 * ${env:VAR}</code>, <code>{env:VAR}</code>, and <code>$VAR</code> in files of Gemini CLI; besides
 * the places of editors (<code>${workspaceFolder}</code>) and inputs (<code>${input:id}</code>).
 *
 * <p><code>$${</code> stands for <code>${</code> itself, <code>$$NAME</code> at the beginning of a
 * word for <code>$NAME</code>, and <code>%%NAME%</code> at the beginning of the text for <code>
 * %NAME%</code>. For one thread, since inputs are asked for.
 */
public final class Variables {

    private static final Pattern REFERENCE =
            Pattern.compile(
                    "(?<escape>(?<![$\\w])\\$(?=\\$[A-Za-z_])|\\A%(?=%[A-Za-z_]\\w*%))"
                            + "|(?<sign>\\$)?\\$\\{(?<content>[^}]*)(?<end>}?)"
                            + "|(?<!\\$)\\{(?<braced>env|file(?=:[~./])):(?<inbraces>[^{}]*)}"
                            + "|(?<!\\$)\\$(?<bare>[A-Za-z_]\\w*)");
    private static final Pattern CONTENT =
            Pattern.compile(
                    "(?:env:)?([\\p{L}_][\\p{L}\\p{M}\\p{N}_]*)(?::-(.*))?", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("input:([\\w.-]+)");
    private static final Pattern OF_EDITORS =
            Pattern.compile("(?:command|config|workspaceFolder):.*", Pattern.DOTALL);

    private final Map<String, String> environment;
    private final Places places;
    private final Inputs inputs;
    private final boolean dollars;

    /**
     * @param dollars whether <code>$NAME</code> is a variable
     */
    Variables(Map<String, String> environment, Places places, Inputs inputs, boolean dollars) {
        this.environment = Map.copyOf(environment);
        this.places = places;
        this.inputs = inputs;
        this.dollars = dollars;
    }

    /** Whether <code>$NAME</code> is a variable, as braces are not needed. */
    boolean dollars() {
        return dollars;
    }

    /** The text with its variables replaced; what is put in is not looked at again. */
    String expand(String text, String place) throws UsageException {
        var expanded = new StringBuilder();
        var reference = REFERENCE.matcher(text);
        while (reference.find()) {
            var replacement = replacement(reference, text, place);
            reference.appendReplacement(expanded, Matcher.quoteReplacement(replacement));
        }
        return reference.appendTail(expanded).toString();
    }

    private String replacement(Matcher reference, String text, String place) throws UsageException {
        if (reference.group("escape") != null || reference.group("sign") != null) {
            return reference.group().substring(1);
        }
        var bare = reference.group("bare");
        if (bare != null) {
            return bare(reference, bare, text, place);
        }
        if (reference.group("braced") != null) {
            return braced(reference, place);
        }
        return value(reference, place);
    }

    /** In the middle of a word a dollar may be meant, as in a password. */
    private String bare(Matcher reference, String name, String text, String place)
            throws UsageException {
        boolean within =
                reference.start() > 0
                        && Character.isLetterOrDigit(text.charAt(reference.start() - 1));
        return !dollars || (within && !environment.containsKey(name))
                ? reference.group()
                : named(name, place);
    }

    private String braced(Matcher reference, String place) throws UsageException {
        var name = reference.group("inbraces");
        if (reference.group("braced").equals("file")) {
            throw UsageException.at(
                    place,
                    "{file:...} is known to opencode only; put the text into a variable and write"
                            + " {env:NAME}");
        }
        return named(name.strip(), place);
    }

    private String value(Matcher reference, String place) throws UsageException {
        var written = reference.group("content");
        boolean closed = !reference.group("end").isEmpty();
        var known = closed ? places.named(written) : null;
        if (known != null) {
            return known;
        }
        var input = INPUT.matcher(written);
        if (closed && input.matches()) {
            return inputs.value(input.group(1), place);
        }
        if (closed && OF_EDITORS.matcher(written).matches()) {
            throw UsageException.at(
                    place,
                    reference.group() + " is known to its editor only; write a variable: ${NAME}");
        }
        var content = CONTENT.matcher(written);
        if (!closed || !content.matches()) {
            throw UsageException.at(
                    place,
                    reference.group()
                            + " is no variable of the environment; write ${NAME} or"
                            + " ${NAME:-default}, and $${ for the characters themselves");
        }
        var fallback = content.group(2);
        if (fallback != null) {
            var value = environment.get(content.group(1));
            if (value == null || value.isEmpty()) {
                return fallback;
            }
        }
        return named(content.group(1), place);
    }

    /** The value of this variable, which must be set. */
    String named(String name, String place) throws UsageException {
        var value = environment.get(name);
        if (value == null) {
            throw UsageException.at(
                    place,
                    "the variable "
                            + name
                            + " is not set; set it, or write a default: ${"
                            + name
                            + ":-default}");
        }
        Decoding.require(value, place + ": the variable " + name);
        return value;
    }
}
