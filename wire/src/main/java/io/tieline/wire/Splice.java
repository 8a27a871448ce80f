package io.tieline.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A few replacements within one value; what is not replaced stays byte for byte. Edits may come in
 * any order and must not overlap. Positions are those of the array that the value lies in.
 *
 * <p>Confined to one thread while edits are added, immutable as soon as it is handed on.
 */
final class Splice implements Payload {
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

        boolean touches(int from, int to) {
            return start < to && (end > from || (start == end && start >= from));
        }
    }

    private final Json base;
    private final List<Edit> edits = new ArrayList<>(2);

    /** Whoever sees it sees all of it, and two threads that make it make the same. */
    private @Nullable Json whole;

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

    @Override
    public int length() {
        int length = base.length();
        for (Edit edit : edits) {
            length = Math.addExact(length, edit.growth());
        }
        return length;
    }

    @Override
    public void writeTo(Sink sink) {
        int from = base.offset();
        for (Edit edit : edits) {
            sink.write(base.array(), from, edit.start - from);
            sink.write(edit.source, edit.offset, edit.length);
            from = edit.end;
        }
        sink.write(base.array(), from, base.offset() + base.length() - from);
    }

    /** The edited value. */
    @Override
    public Json whole() {
        Json made = whole;
        if (made == null) {
            Bytes bytes = new Bytes(length());
            writeTo(bytes::add);
            byte[] array = bytes.take();
            made = new Json(array, 0, array.length, base.isDistinct());
            whole = made;
        }
        return made;
    }

    /** A slice of the base as the edits leave it: itself, if none of them touches it. */
    Json edited(Json slice) {
        int start = slice.offset();
        int end = start + slice.length();
        for (Edit edit : edits) {
            if (edit.touches(start, end)) {
                return moved(slice);
            }
        }
        return slice;
    }

    /**
     * Where a slice of the base now lies in the edited value: as it was, edited within, or
     * replaced.
     */
    Json moved(Json slice) {
        int start = moved(slice.offset());
        int end = moved(slice.offset() + slice.length());
        return new Json(whole().array(), start, end - start, slice.isDistinct());
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
