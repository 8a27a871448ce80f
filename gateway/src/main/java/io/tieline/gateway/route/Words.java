package io.tieline.gateway.route;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The words of a text or a name, in lower case: {@code getUserByID2} is get, user, by, id, 2. A
 * plural in s is its singular, and a character of a script that writes no blanks between words is a
 * word. Takes time that grows with the text alone.
 */
final class Words {

    private static final Pattern BETWEEN =
            Pattern.compile(
                    "[^\\p{L}\\p{M}\\p{N}]++"
                            + "|(?<=\\p{Ll})(?=\\p{Lu})"
                            + "|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})"
                            + "|(?<=\\p{N})(?=\\p{L})"
                            + "|(?<=[\\p{L}\\p{M}])(?=\\p{N})"
                            + "|(?<=\\p{IsIdeographic})|(?=\\p{IsIdeographic})");

    /** A shorter word in s is no plural: gas, bus, is. */
    private static final int SHORTEST_PLURAL = 4;

    private Words() {}

    static List<String> of(String text) {
        return BETWEEN.splitAsStream(text)
                .filter(word -> !word.isEmpty())
                .map(word -> singular(word.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static String singular(String word) {
        boolean isPlural =
                word.length() >= SHORTEST_PLURAL && word.endsWith("s") && !word.endsWith("ss");
        return isPlural ? word.substring(0, word.length() - 1) : word;
    }
}
