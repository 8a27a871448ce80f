package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** Turns strings into JSON string literals and back. */
final class JsonText {

    private JsonText() {}

    /**
     * The characters of a literal, given the bytes between its quotes. Exact: an escaped surrogate
     * without its other half is kept, so that two names or ids are equal only if they are.
     */
    static String decode(byte[] b, int start, int end) {
        int plain = EightBytes.either(b, start, end, '\\', '\\');
        if (plain == end) {
            return new String(b, start, end - start, UTF_8);
        }
        StringBuilder text = new StringBuilder(end - start);
        int from = start;
        int i = plain;
        while (i < end) {
            if (b[i] == '\\') {
                text.append(new String(b, from, i - from, UTF_8));
                i += unescape(b, i, text);
                from = i;
            } else {
                i++;
            }
        }
        return text.append(new String(b, from, end - from, UTF_8)).toString();
    }

    /** Appends what the escape at i means, and returns its length. */
    private static int unescape(byte[] b, int i, StringBuilder text) {
        char kind = (char) b[i + 1];
        if (kind == 'u') {
            text.append((char) Integer.parseInt(new String(b, i + 2, 4, UTF_8), 16));
            return 6;
        }
        text.append(
                switch (kind) {
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> kind;
                });
        return 2;
    }

    /** The same text with U+FFFD for every surrogate that lacks its other half. */
    static String scalars(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isLone(text, i)) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder clean = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (isLone(text, i)) {
                clean.setCharAt(i, '\ufffd');
            }
        }
        return clean.toString();
    }

    /** Whether the bytes between the quotes of a literal mean this text. */
    static boolean matches(byte[] b, int start, int end, String text) {
        int length = text.length();
        if (end - start < length) {
            return false;
        }
        for (int k = 0; k < length; k++) {
            byte c = b[start + k];
            if (c == '\\' || c < 0) {
                return decode(b, start, end).equals(text);
            }
            if (c != text.charAt(k)) {
                return false;
            }
        }
        return end - start == length;
    }

    /** Appends the literal for this text, quotes included. */
    static void encode(String text, Bytes out) {
        out.add('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || isLone(text, i)) {
                out.add(text.substring(from, i).getBytes(UTF_8));
                escape(c, out);
                from = i + 1;
            }
        }
        out.add(text.substring(from).getBytes(UTF_8));
        out.add('"');
    }

    private static boolean isLone(String text, int i) {
        char c = text.charAt(i);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }

    private static void escape(char c, Bytes out) {
        String escape =
                switch (c) {
                    case '"' -> "\\\"";
                    case '\\' -> "\\\\";
                    case '\b' -> "\\b";
                    case '\f' -> "\\f";
                    case '\n' -> "\\n";
                    case '\r' -> "\\r";
                    case '\t' -> "\\t";
                    default -> "\\u" + HexFormat.of().toHexDigits(c);
                };
        out.add(escape.getBytes(UTF_8));
    }

    static boolean hasLineBreak(byte[] b, int start, int end) {
        return EightBytes.either(b, start, end, '\n', '\r') < end;
    }
}
