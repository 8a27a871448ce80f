package io.tieline.app.terminal;

import java.util.Map;

/**
 * How a stream can be written to.
 *
 * @param coloured whether it shows colours, and whoever sits there wants them
 */
public record Style(boolean coloured) {

    /** No colours. */
    public static final Style PLAIN = new Style(false);

    private static final String RESET = "\u001b[0m";

    /** That of a stream in this environment ({@code NO_COLOR}, {@code TERM}). */
    public static Style of(boolean attended, Map<String, String> environment) {
        boolean wanted =
                environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(environment.get("TERM"));
        return new Style(attended && wanted);
    }

    /** A heading. */
    public String strong(String text) {
        return with("1", text);
    }

    /** What is beside the point. */
    public String faint(String text) {
        return with("2", text);
    }

    /** A name. */
    public String name(String text) {
        return with("36", text);
    }

    /** What is well. */
    public String good(String text) {
        return with("32", text);
    }

    /** What is doubtful. */
    public String doubtful(String text) {
        return with("33", text);
    }

    /** What is wrong. */
    public String bad(String text) {
        return with("31", text);
    }

    private String with(String code, String text) {
        return coloured && !text.isEmpty() ? "\u001b[" + code + "m" + text + RESET : text;
    }
}
