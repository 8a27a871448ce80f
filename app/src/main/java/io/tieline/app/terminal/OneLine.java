package io.tieline.app.terminal;

/** Text of a stranger, fit for a terminal and a log. */
public final class OneLine {

    private static final int LONGEST = 2_000;

    private OneLine() {}

    /**
     * The text without line breaks, terminal sequences and marks that reverse the writing: they are
     * escaped, and what is very long is cut.
     */
    public static String of(String text) {
        var line = new StringBuilder(text.length());
        text.codePoints().limit(LONGEST).forEach(point -> append(line, point));
        if (text.codePointCount(0, text.length()) > LONGEST) {
            line.append(" ...");
        }
        return line.toString();
    }

    /** The same for text of several lines, which keeps its line breaks and tabs, and its length. */
    public static String paragraphs(String text) {
        var lines = new StringBuilder(text.length());
        text.replace("\r\n", "\n")
                .codePoints()
                .forEach(point -> {
                    if (point == '\n' || point == '\t') {
                        lines.appendCodePoint(point);
                    } else {
                        append(lines, point);
                    }
                });
        return lines.toString();
    }

    private static void append(StringBuilder line, int point) {
        switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    line.append(escape(point));
            default -> line.appendCodePoint(point);
        }
    }

    private static String escape(int point) {
        return switch (point) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", point);
        };
    }
}
