package io.tieline.wire;

import java.util.Arrays;

/**
 * Reads bytes that nobody has vouched for: RFC 8259 to the letter, in well-formed UTF-8, without a
 * byte order mark, no deeper than allowed.
 *
 * <p>Each step takes the position of what it reads and returns the position behind it, or throws.
 * Where an object or array can end, a position behind its closing bracket comes as its complement,
 * so that it is negative. Confined to one thread.
 */
final class Scanner {
    private static final long[] NONE = {};

    /**
     * So many levels are read by one call each, which the JVM makes faster than a loop over both
     * kinds; no more, so that the depth of a message is no matter of the thread's stack.
     */
    private static final int SHALLOW = 24;

    final byte[] bytes;
    final int start;
    private final int end;
    private final int maxDepth;
    private int depth;

    /** One bit a level, from the lowest: whether it is an object that is open there. */
    private long shallow;

    /**
     * The same beyond the first 64 levels, which hardly any message has; its first word is unused.
     */
    private long[] deep = NONE;

    private boolean escaped;

    /** The member name read last by {@link #name}, between its quotes. */
    int nameStart;

    int nameEnd;

    /** Whether that name is written with an escape. */
    boolean nameEscaped;

    Scanner(byte[] bytes, int start, int end, Limits limits) throws MalformedException {
        if (end - start > limits.maxBytes()) {
            throw limits.tooLong("message of " + (end - start) + " bytes");
        }
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.maxDepth = limits.maxDepth();
    }

    /** The byte there, or 0 at the end of input: a byte that no token of JSON begins with. */
    int at(int i) {
        return i < end ? bytes[i] : 0;
    }

    /** Passes what may stand between tokens. */
    int blank(int from) {
        int i = from;
        while (i < end && isBlank(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(byte b) {
        return b <= ' ' && (b == ' ' || b == '\n' || b == '\r' || b == '\t');
    }

    /** Nothing but blanks may be left. */
    void end(int from) throws MalformedException {
        int i = blank(from);
        if (i < end) {
            throw unexpected(i, "after the value");
        }
    }

    /** Any value. */
    int value(int i) throws MalformedException {
        return switch (at(i)) {
            case '{' -> depth < SHALLOW ? object(i) : container(i);
            case '[' -> depth < SHALLOW ? array(i) : container(i);
            default -> scalar(i);
        };
    }

    private int scalar(int i) throws MalformedException {
        return switch (at(i)) {
            case '"' -> string(i);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(i);
            case 't' -> literal(i, "true");
            case 'f' -> literal(i, "false");
            case 'n' -> literal(i, "null");
            default -> throw unexpected(i, "where a value should begin");
        };
    }

    private int object(int from) throws MalformedException {
        int i = enter(from, '}');
        while (i >= 0) {
            i = more(value(colon(quoted(i))), '}');
        }
        return ~i;
    }

    private int array(int from) throws MalformedException {
        int i = enter(from, ']');
        while (i >= 0) {
            i = more(value(i), ']');
        }
        return ~i;
    }

    /**
     * An object or array below {@link #SHALLOW} levels, with all that it holds. One loop, however
     * deep it goes: a level costs a bit, and nothing of the thread's stack.
     */
    private int container(int from) throws MalformedException {
        int outside = depth;
        int i = open(from);
        while (i >= 0 || depth > outside) {
            if (i < 0) {
                i = further(~i);
            } else {
                int c = at(i);
                i = c == '{' || c == '[' ? open(i) : ~scalar(i);
            }
        }
        return ~i;
    }

    /** From an opening bracket to the first value within. */
    private int open(int i) throws MalformedException {
        boolean object = at(i) == '{';
        int first = enter(i, object ? '}' : ']');
        if (first < 0) {
            return first;
        }
        note(object);
        return object ? colon(quoted(first)) : first;
    }

    private void note(boolean object) {
        long bit = 1L << depth;
        if (depth < Long.SIZE) {
            shallow = object ? shallow | bit : shallow & ~bit;
        } else {
            int word = depth / Long.SIZE;
            if (word >= deep.length) {
                deep = Arrays.copyOf(deep, 2 * word);
            }
            deep[word] = object ? deep[word] | bit : deep[word] & ~bit;
        }
    }

    private boolean isInObject() {
        long word = depth < Long.SIZE ? shallow : deep[depth / Long.SIZE];
        return (word >>> depth & 1) != 0;
    }

    /** From behind a value to the next one in the same container. */
    private int further(int i) throws MalformedException {
        boolean object = isInObject();
        int next = more(i, object ? '}' : ']');
        return next >= 0 && object ? colon(quoted(next)) : next;
    }

    /** From the opening bracket to the first member or element. */
    int enter(int i, char close) throws MalformedException {
        if (++depth > maxDepth) {
            throw fail(
                    i,
                    "nested deeper than the limit of "
                            + maxDepth
                            + " levels, which --max-depth (maxDepth) raises");
        }
        int first = blank(i + 1);
        return at(first) == close ? leave(first) : first;
    }

    /** From behind a member or an element to the next one. */
    int more(int from, char close) throws MalformedException {
        int i = blank(from);
        int next = at(i);
        if (next == ',') {
            return blank(i + 1);
        }
        if (next == close) {
            return leave(i);
        }
        throw unexpected(i, "where a comma or a closing bracket should be");
    }

    private int leave(int i) {
        depth--;
        return ~(i + 1);
    }

    /** A member's name and colon, to its value; notes the name. */
    int name(int i) throws MalformedException {
        escaped = false;
        int behind = quoted(i);
        nameStart = i + 1;
        nameEnd = behind - 1;
        nameEscaped = escaped;
        return colon(behind);
    }

    /** Whether the name read last is this one, written plainly. */
    boolean nameIs(byte[] name) {
        return Utf8.equal(bytes, nameStart, nameEnd, name);
    }

    private int quoted(int i) throws MalformedException {
        if (at(i) != '"') {
            throw unexpected(i, "where a member name should begin");
        }
        return string(i);
    }

    private int colon(int from) throws MalformedException {
        int i = blank(from);
        if (at(i) != ':') {
            throw unexpected(i, "where a colon should be");
        }
        return blank(i + 1);
    }

    private int string(int from) throws MalformedException {
        int i = from + 1;
        while (true) {
            i = EightBytes.special(bytes, i, end);
            int c = at(i);
            if (c == '"') {
                return i + 1;
            } else if (c == '\\') {
                i = escape(i);
            } else if (c < 0) {
                i = beyondAscii(i);
            } else {
                throw fail(
                        i, i < end ? "control character in a string" : "end of input in a string");
            }
        }
    }

    /** Characters beyond ASCII seldom come alone. */
    private int beyondAscii(int from) throws MalformedException {
        int i = from;
        while (at(i) < 0) {
            int behind = Utf8.after(bytes, i, end);
            if (behind < 0) {
                throw fail(i, "malformed UTF-8");
            }
            i = behind;
        }
        return i;
    }

    private int escape(int i) throws MalformedException {
        escaped = true;
        return switch (at(i + 1)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> i + 2;
            case 'u' -> codeUnit(i + 2);
            default -> throw fail(i, "unknown escape");
        };
    }

    private int codeUnit(int from) throws MalformedException {
        for (int i = from; i < from + 4; i++) {
            if (Character.digit(at(i), 16) < 0) {
                throw fail(i, "bad hexadecimal digit in an escape");
            }
        }
        return from + 4;
    }

    private int number(int from) throws MalformedException {
        int i = at(from) == '-' ? from + 1 : from;
        i = at(i) == '0' ? i + 1 : digits(i);
        if (at(i) == '.') {
            i = digits(i + 1);
        }
        if (at(i) == 'e' || at(i) == 'E') {
            int sign = at(i + 1);
            i = digits(sign == '+' || sign == '-' ? i + 2 : i + 1);
        }
        return i;
    }

    /** At least one. */
    private int digits(int from) throws MalformedException {
        int i = from;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        if (i == from) {
            throw unexpected(i, "where a digit should be");
        }
        return i;
    }

    private int literal(int from, String text) throws MalformedException {
        for (int k = 0; k < text.length(); k++) {
            if (at(from + k) != text.charAt(k)) {
                throw unexpected(from + k, "in a literal");
            }
        }
        return from + text.length();
    }

    private MalformedException unexpected(int i, String where) {
        return fail(i, (i < end ? "unexpected byte " : "end of input ") + where);
    }

    private MalformedException fail(int i, String what) {
        return MalformedException.notJson(
                "not valid JSON at byte "
                        + (i - start)
                        + ": "
                        + what
                        + ", near "
                        + Excerpt.around(bytes, start, i, end));
    }
}
