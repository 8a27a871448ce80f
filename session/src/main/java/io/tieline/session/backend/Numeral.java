package io.tieline.session.backend;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A decimal number as it is written, to be compared by its value: 1, 1.0 and 10e-1 are equal. Reads
 * and compares in time that grows with the length alone, since a peer chooses that; {@link
 * java.math.BigDecimal} takes a minute for a million digits.
 *
 * @param negative whether it is below zero
 * @param digits from the first to the last that is not zero; none of zero itself
 * @param point how many of the digits stand before the decimal point
 */
record Numeral(boolean negative, String digits, long point) {

    /** No exponent of more digits is meant seriously, and any of these fits into a long. */
    private static final int LONGEST_EXPONENT = 10;

    /** The grammar of JSON, and a plus sign; possessive, so that nothing is tried twice. */
    private static final Pattern FORM =
            Pattern.compile(
                    "([+-]?+)([0-9]++)(?:\\.([0-9]++))?+(?:[eE]([+-]?+[0-9]{1,"
                            + LONGEST_EXPONENT
                            + "}+))?+");

    private static final Numeral ZERO = new Numeral(false, "", 0);

    /** The number that this text is; null if it is none. */
    static @Nullable Numeral of(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        var whole = form.group(2);
        var digits = form.group(3) == null ? whole : whole + form.group(3);
        int first = 0;
        int last = digits.length();
        while (first < last && digits.charAt(first) == '0') {
            first++;
        }
        while (last > first && digits.charAt(last - 1) == '0') {
            last--;
        }
        if (first == last) {
            return ZERO;
        }
        long exponent = form.group(4) == null ? 0 : Long.parseLong(form.group(4));
        return new Numeral(
                form.group(1).equals("-"),
                digits.substring(first, last),
                whole.length() - first + exponent);
    }
}
