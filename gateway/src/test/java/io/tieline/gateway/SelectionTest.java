package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which things of a server are shown. */
@Timeout(20)
final class SelectionTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "push,            push,             true",
                "push,            push_all,         false",
                "push*,           push_all,         true",
                "push*,           push,             true",
                "*push,           git_push,         true",
                "*push,           git_push_all,     false",
                "*push*,          git_push_all,     true",
                "git_*_all,       git_push_all,     true",
                "git_*_all,       git_all,          false",
                "a*b*c,           a-b-b-c,          true",
                "a*b*c,           a-b-b-c-,         false",
                "get_?,           get_a,            true",
                "get_?,           get_ab,           false",
                "get_?,           get_,             false",
                "get_?,           get_\uD83D\uDE00, true",
                "get_??,          get_\uD83D\uDE00, false",
                "'*',             '',               true",
                "'',              '',               true",
                "'',              a,                false",
                "***,             a,                true",
                "file:///*.md,    file:///a/b.md,   true",
                "a.c,             abc,              false",
                "[ab],            a,                false",
                "Push,            push,             false"
            })
    void aPatternFitsAWholeName(String pattern, String name, boolean fits) {
        assertThat(Selection.ALL.withInclude(List.of(pattern)).admits(name, Set.of()))
                .isEqualTo(fits);
        assertThat(Selection.ALL.withExclude(List.of(pattern)).admits(name, Set.of()))
                .isEqualTo(!fits);
    }

    @Test
    void nothingSaidShowsEverything() {
        assertThat(Selection.ALL.admits("push", Set.of("admin"))).isTrue();
    }

    @Test
    void oneOfThePatternsIsEnoughAndWhatIsExcludedIsOut() {
        var selection =
                Selection.ALL
                        .withInclude(List.of("get_*", "list_*"))
                        .withExclude(List.of("*_secret", "list_all"));
        assertThat(List.of("get_a", "list_a", "get_secret", "list_all", "push"))
                .filteredOn(name -> selection.admits(name, Set.of()))
                .containsExactly("get_a", "list_a");
    }

    @Test
    void oneTagThatIsWantedIsEnoughAndOneThatIsNotIsTooMany() {
        var selection =
                Selection.ALL.withIncludeTags(Set.of("read", "list")).withExcludeTags(Set.of("x"));
        assertThat(selection.admits("a", Set.of("read"))).isTrue();
        assertThat(selection.admits("a", Set.of("read", "other"))).isTrue();
        assertThat(selection.admits("a", Set.of("other"))).isFalse();
        assertThat(selection.admits("a", Set.of())).isFalse();
        assertThat(selection.admits("a", Set.of("read", "x"))).isFalse();
    }

    @Test
    void patternsAndTagsMustBothLetItIn() {
        var selection = Selection.ALL.withInclude(List.of("get_*")).withIncludeTags(Set.of("read"));
        assertThat(selection.admits("get_a", Set.of("read"))).isTrue();
        assertThat(selection.admits("get_a", Set.of())).isFalse();
        assertThat(selection.admits("put_a", Set.of("read"))).isFalse();
    }

    /** A regular expression is the other way to say the same. */
    @Test
    void patternsMeanWhatARegularExpressionOfThemMeans() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var pattern = word(random, "ab*?", 8);
            var name = word(random, "abc", 8);
            var expression =
                    pattern.chars()
                            .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : "" + (char) c)
                            .collect(Collectors.joining());
            assertThat(Glob.fits(pattern, name))
                    .as("%s in %s", pattern, name)
                    .isEqualTo(Pattern.matches(expression, name));
        }
    }

    private static String word(Random random, String letters, int most) {
        return random.ints(random.nextInt(most + 1), 0, letters.length())
                .mapToObj(i -> letters.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    @Test
    void anEvilNameCostsNoMoreThanItsLengthForEachCharacterOfThePattern() {
        var pattern = "a*".repeat(20) + "b";
        var evil = "a".repeat(1_000_000);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(Glob.fits(pattern, evil)).isFalse());
    }
}
