package io.tieline.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads bytes that nobody has vouched for, once, from the front: RFC 8259 to the letter, in
 * well-formed UTF-8, without a byte order mark, no deeper than allowed.
 *
 * <p>Each step either leaves {@link #at} behind what it read or throws. Confined to one thread.
 */
final class Scanner {
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    final byte[] bytes;
    private final int end;
    private final int maxDepth;
    private int depth;

    /** The next byte to read. */
    int at;

    /** The member name read last, between its quotes, and whether it is written with an escape. */
    int nameStart;

    int nameEnd;
    boolean nameEscaped;

    private boolean escaped;

    Scanner(byte[] bytes, int start, int end, Limits limits) throws MalformedException {
        if (end - start > limits.maxBytes()) {
            throw MalformedException.notJson(
                    "message of "
                            + (end - start)
                            + " bytes exceeds the limit of "
                            + limits.maxBytes());
        }
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.maxDepth = limits.maxDepth();
    }

    /** The next byte, or 0 at the end of input: a byte that no token of JSON begins with. */
    int peek() {
        return at < end ? bytes[at] : 0;
    }

    void blank() {
        int i = at;
        while (i < end && isBlank(bytes[i])) {
            i++;
        }
        at = i;
    }

    private static boolean isBlank(byte b) {
        return b <= ' ' && (b == ' ' || b == '\n' || b == '\r' || b == '\t');
    }

    /** Nothing but blanks may be left. */
    void end() throws MalformedException {
        blank();
        if (at < end) {
            throw unexpected("after the value");
        }
    }

    /** Any value; its first byte is next. */
    void value() throws MalformedException {
        switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> throw unexpected("where a value should begin");
        }
    }

    private void object() throws MalformedException {
        if (enter('}')) {
            do {
                name();
                value();
            } while (more('}'));
        }
    }

    private void array() throws MalformedException {
        if (enter(']')) {
            do {
                value();
            } while (more(']'));
        }
    }

    /** Passes the opening bracket; false if the closing one followed, and was passed too. */
    boolean enter(char close) throws MalformedException {
        if (++depth > maxDepth) {
            throw fail("nested deeper than " + maxDepth);
        }
        at++;
        blank();
        if (peek() == close) {
            return leave();
        }
        return true;
    }

    /**
     * After a member or an element: true if another one is next, false if the closing bracket was
     * passed.
     */
    boolean more(char close) throws MalformedException {
        blank();
        int next = peek();
        if (next == ',') {
            at++;
            blank();
            return true;
        }
        if (next == close) {
            return leave();
        }
        throw unexpected("where a comma or a closing bracket should be");
    }

    private boolean leave() {
        depth--;
        at++;
        return false;
    }

    /** A member's name and colon; its value is next. */
    void name() throws MalformedException {
        if (peek() != '"') {
            throw unexpected("where a member name should begin");
        }
        nameStart = at + 1;
        string();
        nameEnd = at - 1;
        nameEscaped = escaped;
        blank();
        if (peek() != ':') {
            throw unexpected("where a colon should be");
        }
        at++;
        blank();
    }

    private void string() throws MalformedException {
        escaped = false;
        byte[] b = bytes;
        int i = at + 1;
        while (true) {
            i = plain(b, i, end);
            if (i >= end) {
                at = i;
                throw fail("end of input within a string");
            }
            int c = b[i];
            if (c == '"') {
                at = i + 1;
                return;
            } else if (c < 0) {
                i = Utf8.after(b, i, end);
                if (i < 0) {
                    at = ~i;
                    throw fail("malformed UTF-8");
                }
            } else if (c == '\\') {
                i = escape(i);
            } else {
                at = i;
                throw fail("unescaped control character in a string");
            }
        }
    }

    /**
     * The first byte from i on that is a quote, a backslash, a control character or beyond ASCII.
     * Eight bytes a step: in each term the lowest flag is exact, and only the lowest is used.
     */
    private static int plain(byte[] b, int from, int end) {
        int i = from;
        while (i <= end - Long.BYTES) {
            long w = (long) EIGHT.get(b, i);
            long control = (w - ONES * ' ') & ~w;
            long found = (holds(w, '"') | holds(w, '\\') | control | w) & HIGHS;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            i += Long.BYTES;
        }
        while (i < end && b[i] >= ' ' && b[i] != '"' && b[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Flags the bytes equal to c, and perhaps some behind the first of them. */
    private static long holds(long w, char c) {
        long difference = w ^ (ONES * c);
        return (difference - ONES) & ~difference;
    }

    /** The escape whose backslash is at i; returns where the string goes on. */
    private int escape(int i) throws MalformedException {
        escaped = true;
        at = i;
        int kind = i + 1 < end ? bytes[i + 1] : 0;
        return switch (kind) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> i + 2;
            case 'u' -> codeUnit(i + 2);
            default -> throw fail("unknown escape");
        };
    }

    private int codeUnit(int from) throws MalformedException {
        for (int i = from; i < from + 4; i++) {
            if (i >= end || Character.digit(bytes[i], 16) < 0) {
                throw fail("bad \\u escape");
            }
        }
        return from + 4;
    }

    private void number() throws MalformedException {
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if ((peek() | 0x20) == 'e') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
    }

    private void digits() throws MalformedException {
        int first = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == first) {
            throw unexpected("where a digit should be");
        }
    }

    private void literal(String text) throws MalformedException {
        for (int k = 0; k < text.length(); k++) {
            if (peek() != text.charAt(k)) {
                throw unexpected("in a literal");
            }
            at++;
        }
    }

    private MalformedException unexpected(String where) {
        return fail(at < end ? "unexpected byte " + where : "end of input " + where);
    }

    private MalformedException fail(String what) {
        return MalformedException.notJson("not valid JSON at byte " + at + ": " + what);
    }

    /** Whether the name read last is this one, written plainly. */
    boolean nameIs(byte[] name) {
        return Utf8.equal(bytes, nameStart, nameEnd, name);
    }
}
