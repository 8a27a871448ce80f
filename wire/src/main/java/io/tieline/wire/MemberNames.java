package io.tieline.wire;

import org.jspecify.annotations.Nullable;

/**
 * Where the member names of one object lie, so that a member is found without reading the others: a
 * tool's arguments can be long, and what is looked for is often not there. Immutable.
 */
final class MemberNames {

    /** Start and end of each name between its quotes. */
    private final int[] spans;

    private final int count;

    MemberNames(int[] spans, int count) {
        this.spans = spans;
        this.count = count;
    }

    /** The value of the member of that name; null if there is none. */
    @Nullable Json find(byte[] bytes, String name) {
        for (int i = 0; i < count; i++) {
            int end = spans[2 * i + 1];
            if (is(bytes, spans[2 * i], end, name)) {
                int colon = Skip.blank(bytes, end + 1);
                int value = Skip.blank(bytes, colon + 1);
                return new Json(bytes, value, Skip.value(bytes, value) - value);
            }
        }
        return null;
    }

    /**
     * Whether these bytes, which hold no escape, are this name. Names that often begin alike differ
     * in length or at their end; one beyond ASCII takes more bytes than it has characters.
     */
    private static boolean is(byte[] bytes, int start, int end, String name) {
        int length = name.length();
        if (end - start < length || length == 0) {
            return end - start == length;
        }
        byte last = bytes[end - 1];
        return (last < 0 || last == name.charAt(length - 1))
                && JsonText.matches(bytes, start, end, name);
    }
}
