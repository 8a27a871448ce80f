package io.tieline.wire;

import org.jspecify.annotations.Nullable;

/**
 * Looks through bytes that the strict reader has refused for the message that they were meant to
 * be: its kind and its id. Nothing that it finds is ever passed on as a message; it serves to tell
 * the one who waits.
 *
 * <p>It minds quotes and brackets and nothing else. Numbers that are none, raw control characters,
 * bytes that are no UTF-8, text around the message, and an end that is missing do not disturb it.
 * It takes the first object that says {@code jsonrpc}, else the last one. Takes its bytes in any
 * pieces, in linear time and constant memory; never throws. Confined to one thread.
 */
final class LooseReader {

    /** A name that we look for is no longer. */
    private static final int LONGEST_NAME = 7;

    private enum Name {
        JSONRPC,
        ID,
        METHOD,
        RESULT,
        ERROR,
        OTHER
    }

    private final StringBuilder token = new StringBuilder(16);

    private int depth;
    private boolean complete;
    private boolean prefixed;
    private boolean inString;
    private boolean escaped;

    /** Whether a name comes next, in the object that may be the message. */
    private boolean expectsName;

    /** Whether the value of a name comes next there. */
    private boolean expectsValue;

    private boolean inName;
    private boolean inId;
    private Name name = Name.OTHER;

    // Of the object that may be the message.
    private boolean begun;
    private boolean versioned;

    /** Has a method that is not null. */
    private boolean named;

    /** Has a result or an error, be it null. */
    private boolean answering;

    /** Has one that is not null. */
    private boolean valued;

    private int ids;
    private @Nullable Id id;

    /** The message that the whole of these bytes was meant to be. */
    static LooseReader of(byte[] bytes, int from, int to) {
        LooseReader reader = new LooseReader();
        reader.feed(bytes, from, to);
        return reader;
    }

    void feed(byte[] bytes, int from, int to) {
        for (int i = from; i < to && !isFound(); i++) {
            byte b = bytes[i];
            if (inString) {
                within(b);
            } else if (depth == 0) {
                outside(b);
            } else {
                between(b);
            }
        }
    }

    /**
     * What was found so far. An id that has not come to its end is none: it may be the beginning of
     * another one.
     */
    Traces traces() {
        return new Traces(
                versioned,
                named,
                valued || (answering && !named),
                complete,
                ids > 0,
                ids == 1 ? id : null);
    }

    /** Whether other text stood before it. */
    boolean isPrefixed() {
        return prefixed && begun;
    }

    /** Whether an object has begun and not come to its end. */
    boolean isOpen() {
        return depth > 0;
    }

    /** Whether a string has begun and not come to its end. */
    boolean isInString() {
        return inString;
    }

    /** Whether the object begins with a name, as a message does. */
    boolean hasBegun() {
        return begun;
    }

    /** Takes these bytes until an object has come to its end, and returns where that is. */
    int feedObject(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && !complete) {
            feed(bytes, i, i + 1);
            i++;
        }
        return i;
    }

    /** Whether an object has come to its end, be it the message or not. */
    boolean isComplete() {
        return complete;
    }

    private boolean isFound() {
        return complete && versioned;
    }

    private void outside(byte b) {
        if (b == '{') {
            open();
        } else if (!isBlank(b)) {
            prefixed |= !complete;
        }
    }

    private void open() {
        depth = 1;
        expectsName = true;
        name = Name.OTHER;
        prefixed |= complete;
        complete = false;
        begun = false;
        versioned = false;
        named = false;
        answering = false;
        valued = false;
        expectsValue = false;
        ids = 0;
        id = null;
    }

    private void within(byte b) {
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            inString = false;
        }
        keep(b);
        if (!inString) {
            inName = false;
            idEnds();
        }
    }

    private void between(byte b) {
        if (depth == 1 && expectsName && !begun && b != '"' && b != '}' && !isBlank(b)) {
            // A brace of some text: no object begins like that.
            depth = 0;
            prefixed = true;
            outside(b);
            return;
        }
        switch (b) {
            case '"' -> stringBegins(b);
            case '{', '[' -> deeper();
            case '}', ']' -> higher();
            case ',' -> comma();
            case ':' -> colon();
            default -> other(b);
        }
    }

    private void stringBegins(byte b) {
        idEnds();
        inString = true;
        escaped = false;
        if (depth == 1 && expectsName) {
            begun = true;
            expectsName = false;
            inName = true;
            token.setLength(0);
        } else if (depth == 1) {
            valueBegins(b);
        }
    }

    private void deeper() {
        idEnds();
        if (depth == 1) {
            valueBegins((byte) '{');
            name = Name.OTHER;
        }
        depth++;
    }

    private void higher() {
        idEnds();
        depth--;
        complete = depth == 0;
    }

    private void comma() {
        idEnds();
        if (depth == 1) {
            expectsName = true;
            expectsValue = false;
            name = Name.OTHER;
        }
    }

    private void colon() {
        if (depth != 1 || expectsName) {
            return;
        }
        name = nameOf(token.toString());
        token.setLength(0);
        expectsValue = true;
        switch (name) {
            case JSONRPC -> versioned = true;
            case RESULT, ERROR -> answering = true;
            case ID -> ids++;
            case METHOD, OTHER -> {}
        }
    }

    private void other(byte b) {
        if (isBlank(b)) {
            idEnds();
        } else if (inId) {
            keep(b);
        } else if (depth == 1) {
            valueBegins(b);
        }
    }

    /** Null is none: many writers write all the members that they know. */
    private void valueBegins(byte b) {
        if (!expectsValue) {
            return;
        }
        expectsValue = false;
        switch (name) {
            case METHOD -> named |= b != 'n';
            case RESULT, ERROR -> valued |= b != 'n';
            case ID -> {
                if (b != '{') {
                    beginsId(b);
                }
            }
            case JSONRPC, OTHER -> {}
        }
    }

    private void beginsId(byte b) {
        inId = true;
        token.setLength(0);
        keep(b);
    }

    /**
     * Keeps a byte of a name or an id as a character of its own: no more is needed to tell them.
     */
    private void keep(byte b) {
        int longest = inName ? LONGEST_NAME + 1 : inId ? Id.LONGEST + 1 : 0;
        if (token.length() < longest) {
            token.append((char) (b & 0xff));
        }
    }

    private void idEnds() {
        if (!inId || inString) {
            return;
        }
        inId = false;
        name = Name.OTHER;
        id = read(token.toString());
        token.setLength(0);
    }

    private static @Nullable Id read(String literal) {
        byte[] bytes = new byte[literal.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) literal.charAt(i);
        }
        try {
            return Id.ofAnswer(Json.parse(bytes, Limits.DEFAULT));
        } catch (MalformedException unreadable) {
            return null;
        }
    }

    /** The name without its quote at the end. */
    private static Name nameOf(String text) {
        return switch (text) {
            case "jsonrpc\"" -> Name.JSONRPC;
            case "id\"" -> Name.ID;
            case "method\"" -> Name.METHOD;
            case "result\"" -> Name.RESULT;
            case "error\"" -> Name.ERROR;
            default -> Name.OTHER;
        };
    }

    /** The first position from there that is not blank. */
    static int blank(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && isBlank(bytes[i])) {
            i++;
        }
        return i;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
