package io.tieline.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is well-formed UTF-8 (Unicode 17, table 3-7): shortest forms only, no surrogates, nothing
 * above U+10FFFF.
 */
final class Utf8 {

    /** The bytes that a byte order mark takes. */
    static final int MARK = 3;

    private Utf8() {}

    /** Whether a byte order mark stands there. */
    static boolean isMarked(byte[] b, int from, int end) {
        return end - from >= MARK
                && b[from] == (byte) 0xef
                && b[from + 1] == (byte) 0xbb
                && b[from + 2] == (byte) 0xbf;
    }

    /**
     * Where the character that begins at i, beyond ASCII, ends; if it is malformed, the complement
     * of i.
     */
    static int after(byte[] b, int i, int end) {
        int lead = b[i] & 0xff;
        int second = i + 1 < end ? b[i + 1] & 0xff : 0;
        if (lead < 0xe0) {
            return lead >= 0xc2 && isTail(second) ? i + 2 : ~i;
        }
        if (lead < 0xf0) {
            int low = lead == 0xe0 ? 0xa0 : 0x80;
            int high = lead == 0xed ? 0x9f : 0xbf;
            return second >= low && second <= high && isTail(b, i + 2, end) ? i + 3 : ~i;
        }
        int low = lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xf4 ? 0x8f : 0xbf;
        boolean wellFormed =
                lead <= 0xf4
                        && second >= low
                        && second <= high
                        && isTail(b, i + 2, end)
                        && isTail(b, i + 3, end);
        return wellFormed ? i + 4 : ~i;
    }

    private static boolean isTail(byte[] b, int i, int end) {
        return i < end && isTail(b[i] & 0xff);
    }

    private static boolean isTail(int b) {
        return (b & 0xc0) == 0x80;
    }

    /** Where the text begins: behind the mark if there is one. */
    static int begin(byte[] b) {
        return isMarked(b, 0, b.length) ? MARK : 0;
    }

    static String text(byte[] b, int start, int end) {
        return new String(b, start, end - start, StandardCharsets.UTF_8);
    }

    static boolean equal(byte[] b, int start, int end, byte[] other) {
        return end - start == other.length && Arrays.equals(b, start, end, other, 0, other.length);
    }
}
