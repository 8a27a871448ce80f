package io.tieline.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that was probably meant. */
public final class Suggestions {

    private Suggestions() {}

    /** The candidate that is few keystrokes away from what was written; null if none is. */
    public static @Nullable String to(String written, Collection<String> candidates) {
        var nearest =
                candidates.stream()
                        .min(Comparator.comparingInt(candidate -> distance(written, candidate)))
                        .orElse(null);
        return nearest != null && distance(written, nearest) <= tolerance(written) ? nearest : null;
    }

    /** {@code "; did you mean X?"}, or nothing. */
    public static String suggestion(String written, Collection<String> candidates) {
        var nearest = to(written, candidates);
        return nearest == null ? "" : "; did you mean " + nearest + "?";
    }

    private static int tolerance(String written) {
        return written.length() / 3;
    }

    /** How many letters must be inserted, deleted or replaced; case does not count. */
    private static int distance(String one, String other) {
        var from = one.toLowerCase(Locale.ROOT);
        var to = other.toLowerCase(Locale.ROOT);
        var above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            var here = new int[to.length() + 1];
            here[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                here[column] =
                        Math.min(
                                above[column - 1] + replaced,
                                1 + Math.min(above[column], here[column - 1]));
            }
            above = here;
        }
        return above[to.length()];
    }
}
