package io.tieline.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;

/** Reads numbers exactly, in time that their writer cannot inflate. */
final class Numbers {

    /**
     * No long needs more, in any form that a sane writer chooses; reading millions of digits is
     * quadratic.
     */
    private static final int LONGEST = 64;

    /** An integer of fewer characters fits into a long. */
    static final int SAFE = 19;

    private Numbers() {}

    /** The value of the number token there. */
    static long exactLong(byte[] b, int offset, int length) {
        if (length > LONGEST) {
            throw new ArithmeticException("number of " + length + " characters");
        }
        if (length < SAFE && isInteger(b, offset, length)) {
            return shortInteger(b, offset, length);
        }
        String token = new String(b, offset, length, US_ASCII);
        try {
            return new BigDecimal(token).longValueExact();
        } catch (NumberFormatException beyondBigDecimal) {
            throw (ArithmeticException)
                    new ArithmeticException("exponent out of range: " + token)
                            .initCause(beyondBigDecimal);
        }
    }

    private static long shortInteger(byte[] b, int offset, int length) {
        boolean negative = b[offset] == '-';
        long value = 0;
        for (int i = negative ? offset + 1 : offset; i < offset + length; i++) {
            value = 10 * value + (b[i] - '0');
        }
        return negative ? -value : value;
    }

    /** Whether the number token there has neither fraction nor exponent. */
    static boolean isInteger(byte[] b, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (b[i] != '-' && (b[i] < '0' || b[i] > '9')) {
                return false;
            }
        }
        return true;
    }
}
