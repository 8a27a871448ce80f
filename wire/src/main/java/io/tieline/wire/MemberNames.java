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
            if (JsonText.matches(bytes, spans[2 * i], end, name)) {
                int colon = Skip.blank(bytes, end + 1);
                int value = Skip.blank(bytes, colon + 1);
                return new Json(bytes, value, Skip.value(bytes, value) - value);
            }
        }
        return null;
    }
}
