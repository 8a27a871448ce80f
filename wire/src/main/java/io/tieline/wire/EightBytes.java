package io.tieline.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks for certain bytes, eight at a time: most bytes of long messages stand within strings, and
 * need no more than to be passed.
 *
 * <p>A term flags the highest bit of each byte that it looks for. A borrow may flag bytes behind
 * the first one, too; the first is always right, and is all that is used.
 */
final class EightBytes {
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private EightBytes() {}

    /**
     * The first byte from i on that ends the plain part of a string: a quote, a backslash, a
     * control character, or one beyond ASCII; else the end.
     */
    static int special(byte[] b, int from, int end) {
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORD.get(b, i);
            long control = (word - ONES * ' ') & ~word;
            long found = (holds(word, '"') | holds(word, '\\') | control | word) & HIGHS;
            if (found != 0) {
                return i + first(found);
            }
        }
        while (i < end && b[i] >= ' ' && b[i] != '"' && b[i] != '\\') {
            i++;
        }
        return i;
    }

    /** The first byte from i on that is x or y; else the end. */
    static int either(byte[] b, int from, int end, char x, char y) {
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORD.get(b, i);
            long found = (holds(word, x) | holds(word, y)) & HIGHS;
            if (found != 0) {
                return i + first(found);
            }
        }
        while (i < end && b[i] != x && b[i] != y) {
            i++;
        }
        return i;
    }

    private static long holds(long word, char c) {
        long difference = word ^ (ONES * c);
        return (difference - ONES) & ~difference;
    }

    private static int first(long found) {
        return Long.numberOfTrailingZeros(found) / Byte.SIZE;
    }
}
