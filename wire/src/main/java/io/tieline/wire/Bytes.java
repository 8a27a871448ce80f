package io.tieline.wire;

import java.util.Arrays;

/** A run of bytes that grows at its end. Confined to one thread. */
final class Bytes {
    private static final int FIRST = 64;

    /**
     * Larger buffers are let go once they have been emptied: one long message should not cost
     * memory for ever.
     */
    private static final int KEPT = 64 * 1024;

    /** The longest array that every JVM can make. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private byte[] array;
    private int length;

    Bytes() {
        this(FIRST);
    }

    Bytes(int capacity) {
        this.array = new byte[capacity];
    }

    int length() {
        return length;
    }

    byte last() {
        return array[length - 1];
    }

    void add(char ascii) {
        reserve(1);
        array[length++] = (byte) ascii;
    }

    void add(byte[] source) {
        add(source, 0, source.length);
    }

    void add(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, array, length, count);
        length += count;
    }

    void add(Json json) {
        add(json.array(), json.offset(), json.length());
    }

    private void reserve(int count) {
        int needed = Math.addExact(length, count);
        if (needed > array.length) {
            long doubled = Math.min(2L * array.length, LONGEST);
            array = Arrays.copyOf(array, (int) Math.max(needed, doubled));
        }
    }

    /** Where a line first ends from here on; else the length. */
    int firstLineBreak(int from) {
        return EightBytes.either(array, from, length, '\n', '\r');
    }

    /** Takes back what was added beyond this length. */
    void shorten(int to) {
        length = to;
    }

    /** What was added since it was last taken; this is empty afterwards. */
    byte[] take() {
        byte[] taken = array;
        if (length == taken.length) {
            array = new byte[FIRST];
        } else {
            taken = Arrays.copyOf(taken, length);
        }
        clear();
        return taken;
    }

    void clear() {
        length = 0;
        if (array.length > KEPT) {
            array = new byte[FIRST];
        }
    }
}
