package io.tieline.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks for certain bytes, eight at a time: most bytes of long messages stand within strings, and
 * need no more than to be passed. Where a long run of them has been passed already, many eights are
 * looked at before anything is decided: a loop without an exit is one that the JVM turns into
 * vector instructions, which pass a hundred kilobytes in a fifth of the time.
 */
final class EightBytes {
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    /** So many bytes are looked at together; shorter strings never are. */
    private static final int BLOCK = 1024;

    private EightBytes() {}

    /**
     * The first byte from i on that ends the plain part of a string: a quote, a backslash, a
     * control character, or one beyond ASCII; else the end.
     */
    static int special(byte[] b, int from, int end) {
        // With one bit turned over, the quote and the control characters come before all others.
        return first(b, from, end, '"' ^ ' ', ' ' + 1, '\\', HIGHS);
    }

    /** The first byte from i on that is x or y, both of them ASCII; else the end. */
    static int either(byte[] b, int from, int end, char x, char y) {
        return first(b, from, end, x, 1, y, 0);
    }

    /**
     * The first byte of ASCII which, some bits turned over, is below a limit, or which is another
     * one; or the first byte beyond ASCII, if those are wanted.
     */
    private static int first(
            byte[] b, int from, int end, int flip, int below, int other, long beyond) {
        long flips = ONES * flip;
        long limits = ONES * below;
        long others = ONES * other;
        int i = from;
        while (end - i > BLOCK) {
            int near = i + BLOCK;
            i = firstByWords(b, i, near, flips, limits, others, beyond);
            if (i < near) {
                return i;
            }
            i += passed(b, i, (end - i) / BLOCK, flips, limits, others, beyond);
        }
        return firstByWords(b, i, end, flips, limits, others, beyond);
    }

    private static int firstByWords(
            byte[] b, int from, int end, long flips, long limits, long others, long beyond) {
        int i = from;
        while (i <= end - Long.BYTES) {
            long found = found((long) WORD.get(b, i), flips, limits, others, beyond);
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
            i += Long.BYTES;
        }
        while (i < end && (found(b[i] & 0xff, flips, limits, others, beyond) & 0xff) == 0) {
            i++;
        }
        return i;
    }

    /**
     * How many bytes lie before the first block in which anything is found. Both loops are counted:
     * around one that is not, the JVM takes the inner one apart before it can see what that does.
     */
    private static int passed(
            byte[] b, int from, int blocks, long flips, long limits, long others, long beyond) {
        for (int k = 0; k < blocks; k++) {
            if (holds(b, from + k * BLOCK, flips, limits, others, beyond)) {
                return k * BLOCK;
            }
        }
        return blocks * BLOCK;
    }

    /** Whether anything is found in this block. */
    private static boolean holds(
            byte[] b, int from, long flips, long limits, long others, long beyond) {
        long all = 0;
        for (int i = 0; i < BLOCK; i += Long.BYTES) {
            all |= found((long) WORD.get(b, from + i), flips, limits, others, beyond);
        }
        return all != 0;
    }

    /**
     * Flags what is looked for by the highest bit of its byte. A borrow may flag bytes behind the
     * first one, too; the first is always right, and is all that is used.
     */
    private static long found(long word, long flips, long limits, long others, long beyond) {
        long ascii = ((word ^ flips) - limits) | ((word ^ others) - ONES);
        return (ascii & ~word & HIGHS) | (word & beyond);
    }
}
