package io.tieline.app.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts variables of the environment into the strings of a configuration file: <code>${VAR}</code>,
 * and <code>${VAR:-default}</code> for one that is unset or empty. <code>$${</code> stands for
 * <code>${</code> itself, <code>$$NAME</code> at the beginning of a word for <code>$NAME</code>,
 * and <code>%%NAME%</code> at the beginning of the text for <code>%NAME%</code>.
 */
public final class Variables {

    private static final Pattern REFERENCE =
            Pattern.compile(
                    "(?<escape>(?<![$\\w])\\$(?=\\$[A-Za-z_])|\\A%(?=%[A-Za-z_]\\w*%))"
                            + "|(?<sign>\\$)?\\$\\{(?<content>[^}]*)(?<end>}?)");
    private static final Pattern CONTENT =
            Pattern.compile("([\\p{L}_][\\p{L}\\p{M}\\p{N}_]*)(?::-(.*))?", Pattern.DOTALL);

    /** As in VS Code: of the environment, or asked of its user. */
    private static final Pattern EDITORS =
            Pattern.compile("(?:env|input):([A-Za-z_][A-Za-z0-9_]*)");

    private final Map<String, String> environment;

    public Variables(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The text with its variables replaced; what is put in is not looked at again. */
    public String expand(String text, String place) throws UsageException {
        var expanded = new StringBuilder();
        var reference = REFERENCE.matcher(text);
        while (reference.find()) {
            boolean literal = reference.group("escape") != null || reference.group("sign") != null;
            var replacement = literal ? reference.group().substring(1) : value(reference, place);
            reference.appendReplacement(expanded, Matcher.quoteReplacement(replacement));
        }
        return reference.appendTail(expanded).toString();
    }

    private String value(Matcher reference, String place) throws UsageException {
        var content = CONTENT.matcher(reference.group("content"));
        if (reference.group("end").isEmpty() || !content.matches()) {
            var editors = EDITORS.matcher(reference.group("content"));
            if (editors.matches()) {
                throw UsageException.at(
                        place,
                        reference.group()
                                + " is known to editors only; write ${"
                                + editors.group(1)
                                + "} and set that variable");
            }
            throw UsageException.at(
                    place,
                    reference.group()
                            + " is no variable of the environment; write ${NAME} or"
                            + " ${NAME:-default}, and $${ for the characters themselves");
        }
        var name = content.group(1);
        var value = environment.get(name);
        if (value != null) {
            Decoding.require(value, place + ": the variable " + name);
        }
        var fallback = content.group(2);
        if (fallback != null && (value == null || value.isEmpty())) {
            return fallback;
        }
        if (value == null) {
            throw UsageException.at(
                    place,
                    "the variable "
                            + name
                            + " is not set; set it, or write a default: ${"
                            + name
                            + ":-default}");
        }
        return value;
    }
}
