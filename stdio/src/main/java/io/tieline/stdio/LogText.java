package io.tieline.stdio;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes a line of a child fit for a log: control characters are taken out, and so are the values of
 * the variables that the child was given, since those are usually keys. Immutable.
 */
final class LogText {

    /** Shorter values are words like {@code true}, which hide nothing. */
    private static final int SHORTEST_SECRET = 6;

    private static final Pattern UNPRINTABLE =
            Pattern.compile("\\x1b\\[[0-?]*[ -/]*[@-~]|[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\t]]");

    private final List<String> secrets;

    LogText(Collection<String> secrets) {
        this.secrets =
                secrets.stream()
                        .flatMap(LogText::pieces)
                        .filter(piece -> piece.length() >= SHORTEST_SECRET)
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
    }

    /** A key of several lines is looked for in one at a time, as it is printed. */
    private static Stream<String> pieces(String secret) {
        return secret.lines().count() > 1 ? secret.lines().map(String::strip) : Stream.of(secret);
    }

    /** Whether something in this line is hidden by {@link #clean}. */
    boolean hides(byte[] line) {
        if (secrets.isEmpty()) {
            return false;
        }
        var text = new String(line, StandardCharsets.UTF_8);
        return secrets.stream().anyMatch(text::contains);
    }

    /** Of a whole line: of half a secret nobody could tell that it is one. */
    String clean(String line) {
        var clean = line;
        for (var secret : secrets) {
            clean = clean.replace(secret, "***");
        }
        return UNPRINTABLE.matcher(clean).replaceAll("");
    }
}
