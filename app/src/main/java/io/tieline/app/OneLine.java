package io.tieline.app;

/** Text of a stranger, fit for a terminal and a log. */
final class OneLine {

    private static final int LONGEST = 2_000;

    private OneLine() {}

    /**
     * The text without line breaks, terminal sequences and marks that reverse the writing: they are
     * escaped, and what is very long is cut.
     */
    static String of(String text) {
        var line = new StringBuilder(text.length());
        text.codePoints().limit(LONGEST).forEach(point -> append(line, point));
        if (text.codePointCount(0, text.length()) > LONGEST) {
            line.append(" ...");
        }
        return line.toString();
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
