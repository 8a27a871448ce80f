package io.tieline.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * A few replacements within one value, made in one copy; what is not replaced stays byte for byte.
 * Edits may come in any order and must not overlap. Positions are those of the array that the value
 * lies in. Confined to one thread.
 */
final class Splice {
    private static final byte[] NOTHING = {};

    private static final class Edit {
        final int start;
        final int end;
        final byte[] source;
        final int offset;
        final int length;

        Edit(int start, int end, byte[] source, int offset, int length) {
            this.start = start;
            this.end = end;
            this.source = source;
            this.offset = offset;
            this.length = length;
        }

        int growth() {
            return length - (end - start);
        }
    }

    private final Json base;
    private final List<Edit> edits = new ArrayList<>(2);

    Splice(Json base) {
        this.base = base;
    }

    /** Puts a value in the place of a slice of the base. */
    Splice replace(Json slice, Json by) {
        int end = slice.offset() + slice.length();
        return add(new Edit(slice.offset(), end, by.array(), by.offset(), by.length()));
    }

    /**
     * Puts a member in front of all others of an object in the base, which must not have one of
     * that name.
     */
    Splice insertFirst(Json object, String name, Json value) {
        int at = object.offset() + 1;
        boolean empty = object.array()[Skip.blank(object.array(), at)] == '}';
        JsonWriter member = new JsonWriter().add(name).raw(":").add(value).raw(empty ? "" : ",");
        return insert(at, member.bytes());
    }

    Splice insert(int at, byte[] text) {
        return add(new Edit(at, at, text, 0, text.length));
    }

    Splice remove(int start, int end) {
        return add(new Edit(start, end, NOTHING, 0, 0));
    }

    private Splice add(Edit edit) {
        int at = edits.size();
        while (at > 0 && edits.get(at - 1).start > edit.start) {
            at--;
        }
        edits.add(at, edit);
        return this;
    }

    /** The edited value. */
    Json apply(boolean distinct) {
        byte[] target = new byte[length()];
        int from = base.offset();
        int to = 0;
        for (Edit edit : edits) {
            int kept = edit.start - from;
            System.arraycopy(base.array(), from, target, to, kept);
            System.arraycopy(edit.source, edit.offset, target, to + kept, edit.length);
            to += kept + edit.length;
            from = edit.end;
        }
        System.arraycopy(base.array(), from, target, to, target.length - to);
        return new Json(target, 0, target.length, distinct);
    }

    private int length() {
        int length = base.length();
        for (Edit edit : edits) {
            length = Math.addExact(length, edit.growth());
        }
        return length;
    }

    /**
     * Where a slice of the base now lies in the edited value: as it was, edited within, or
     * replaced.
     */
    Json moved(Json slice, Json edited) {
        int start = moved(slice.offset());
        int end = moved(slice.offset() + slice.length());
        return new Json(edited.array(), start, end - start, slice.isDistinct());
    }

    private int moved(int position) {
        int moved = position - base.offset();
        for (Edit edit : edits) {
            if (edit.start < position) {
                moved += edit.growth();
            }
        }
        return moved;
    }
}
