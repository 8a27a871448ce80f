package io.tieline.gateway;

/**
 * Patterns in which {@code *} stands for any characters and {@code ?} for one. Takes time that
 * grows with the name's length times the pattern's at the most, which its owner wrote.
 */
final class Glob {

    private Glob() {}

    /**
     * Whether the pattern fits the whole name. Each star takes as little as it can, and only the
     * last one that was met ever has to take more.
     */
    static boolean fits(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int behind = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                behind = n;
            } else if (p < pattern.length() && pattern.charAt(p) == '?') {
                p++;
                n += width(name, n);
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                behind += width(name, behind);
                n = behind;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(c -> c == '*');
    }

    /** How many chars the character there takes: a question mark fits no half of one. */
    private static int width(String name, int at) {
        return Character.charCount(name.codePointAt(at));
    }
}
