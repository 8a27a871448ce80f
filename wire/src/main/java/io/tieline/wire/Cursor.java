package io.tieline.wire;

/**
 * Walks over the members of an object or the elements of an array, in bytes that are known to be
 * valid. Usage: {@code while (cursor.next()) ...}. Confined to one thread.
 */
final class Cursor {
    private final byte[] bytes;
    private final boolean inObject;
    private boolean begun;
    private int at;

    /** The present member's name between its quotes; of no meaning in an array. */
    int nameStart;

    int nameEnd;

    /** The present member's or element's value. */
    int valueStart;

    int valueEnd;

    /** At an object or array; whatever else it is given has no members. */
    Cursor(Json container) {
        this.bytes = container.array();
        this.at = container.offset();
        this.inObject = container.isObject();
    }

    boolean next() {
        int i = Skip.blank(bytes, begun ? valueEnd : at + 1);
        if (bytes[i] == ',') {
            i = Skip.blank(bytes, i + 1);
        } else if (bytes[i] == ']' || bytes[i] == '}') {
            return false;
        }
        begun = true;
        at = i;
        if (inObject) {
            nameStart = i + 1;
            i = Skip.string(bytes, i);
            nameEnd = i - 1;
            i = Skip.blank(bytes, Skip.blank(bytes, i) + 1);
        }
        valueStart = i;
        valueEnd = Skip.value(bytes, i);
        return true;
    }

    /** Where the present member or element begins: the opening quote of its name, or its value. */
    int start() {
        return at;
    }

    boolean nameIs(String name) {
        return JsonText.matches(bytes, nameStart, nameEnd, name);
    }

    String name() {
        return JsonText.decode(bytes, nameStart, nameEnd);
    }

    /** The name as it stands there, quotes included. */
    Json nameLiteral() {
        return new Json(bytes, nameStart - 1, nameEnd - nameStart + 2);
    }

    Json value() {
        return new Json(bytes, valueStart, valueEnd - valueStart);
    }
}
