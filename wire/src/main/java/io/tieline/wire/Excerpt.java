package io.tieline.wire;

import java.util.HexFormat;

/**
 * A short piece of a peer's own bytes for a message or a log: on one line, whatever the bytes are.
 * Well-formed UTF-8 is shown as it is; control and formatting characters, and bytes that are no
 * UTF-8, are shown as {@code \n}, {@code \t} or {@code \xNN}.
 */
public final class Excerpt {

    private static final int BEFORE = 24;
    private static final int AFTER = 40;

    private Excerpt() {}

    /**
     * The first bytes.
     *
     * @param maxBytes how many of them are shown at the most; dots stand for the others
     */
    public static String of(byte[] bytes, int maxBytes) {
        return of(bytes, 0, bytes.length, maxBytes);
    }

    /** The same of a part of an array. */
    public static String of(byte[] bytes, int from, int to, int maxBytes) {
        int end = Math.min(to, from + maxBytes);
        // A character is not cut in two.
        while (end < to && end > from && isTail(bytes[end])) {
            end--;
        }
        return shown(bytes, from, end) + (end < to ? "..." : "");
    }

    /** The bytes around this position, in quotes. */
    static String around(byte[] bytes, int start, int at, int end) {
        int from = Math.max(start, at - BEFORE);
        while (from < at && isTail(bytes[from])) {
            from++;
        }
        return '"' + (from > start ? "..." : "") + of(bytes, from, end, at - from + AFTER) + '"';
    }

    private static boolean isTail(byte b) {
        return (b & 0xc0) == 0x80;
    }

    private static String shown(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            int behind = bytes[i] >= 0 ? i + 1 : Utf8.after(bytes, i, to);
            int character = behind > 0 ? character(bytes, i, behind) : -1;
            if (character >= 0 && isPrintable(character)) {
                text.appendCodePoint(character);
                i = behind;
            } else {
                text.append(escaped(bytes[i]));
                i++;
            }
        }
        return text.toString();
    }

    private static int character(byte[] bytes, int from, int to) {
        return to - from == 1 ? bytes[from] : Utf8.text(bytes, from, to).codePointAt(0);
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }

    private static String escaped(byte b) {
        return switch (b) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> "\\x" + HexFormat.of().toHexDigits(b);
        };
    }
}
