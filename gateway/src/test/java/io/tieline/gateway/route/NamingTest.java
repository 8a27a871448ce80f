package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tieline.wire.Json;
import java.util.HashSet;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios 82 and 83: names do not depend on who is up, nor on when it was started. */
@Timeout(30)
final class NamingTest {

    private static final int BUDGET = Naming.MAX_NAME - Naming.RESERVE;
    private static final Naming GIT = Naming.of("git");

    @ParameterizedTest
    @ValueSource(strings = {"status", "a.b/c d", "naïve", "", "\uD83D\uDE00", "x__y"})
    void withoutAPrefixANameIsAsItIs(String name) {
        assertThat(Naming.NATIVE.shown(name)).isEqualTo(name);
        assertThat(Naming.NATIVE.shown(name.repeat(1000))).isEqualTo(name.repeat(1000));
    }

    /** Written down: they must be the same after every restart, and in every version. */
    @ParameterizedTest
    @CsvSource({
        "git,    status,                                          git__status",
        "git,    a.b-c_D9,                                        git__a.b-c_D9",
        "a_b,    c_d,                                             a_b__c_d",
        "git,    aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeee,   git__aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeee",
        "git,    aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeef,  git__aaaaaaaaaabbbbbbbbbbccccccccccdddddddd_6oidc4",
        "git,    café,                                            git__caf__sxzuf6",
        "my git, status,                                          my_git__status_sh64qw",
        "git,    \uD83D\uDE00,                                    git____77j6xv"
    })
    void aNameHasThePrefixAndWhatItMustLoseIsInItsHash(String prefix, String name, String shown) {
        assertThat(Naming.of(prefix).shown(name)).isEqualTo(shown);
    }

    @Test
    void namesThatLoseTheSameAreStillTwo() {
        assertThat(GIT.shown("a/b")).isNotEqualTo(GIT.shown("a b"));
        assertThat(GIT.shown("x".repeat(60) + "1")).isNotEqualTo(GIT.shown("x".repeat(60) + "2"));
        assertThat(Naming.of("a b").shown("x")).isNotEqualTo(Naming.of("a/b").shown("x"));
        assertThat(Naming.of("a_b").shown("x")).isNotEqualTo(Naming.of("a b").shown("x"));
    }

    @Test
    void everyNameFitsWhateverItIs() {
        var random = new Random(3);
        var shown = new HashSet<String>();
        for (int i = 0; i < 20_000; i++) {
            var prefix = text(random, 1 + random.nextInt(70));
            var name = text(random, random.nextInt(200)) + i;
            var naming = Naming.of(prefix);
            assertThat(naming.shown(name))
                    .hasSizeLessThanOrEqualTo(BUDGET)
                    .matches("[A-Za-z0-9_.-]+")
                    .isEqualTo(naming.shown(name));
            shown.add(naming.shown(name));
        }
        assertThat(shown).hasSize(20_000);
    }

    /** Of every kind, halves of surrogate pairs included. */
    private static String text(Random random, int length) {
        return random.ints(length, 0, 5)
                .mapToObj(kind ->
                        switch (kind) {
                            case 0 -> Character.toString(0x10000 + random.nextInt(0x10000));
                            case 1 -> String.valueOf((char) random.nextInt(0x10000));
                            default -> String.valueOf((char) ('a' + random.nextInt(26)));
                        })
                .collect(Collectors.joining());
    }

    @Test
    void theBudgetIsWhatTheFileSays() {
        var naming = new Naming("git", 20, 0);
        assertThat(naming.shown("123456789012345")).isEqualTo("git__123456789012345");
        assertThat(naming.shown("1234567890123456")).hasSize(20).startsWith("git__12345678_");
        assertThat(new Naming("git", 8, 0).shown("12345")).hasSize(8).startsWith("g_");
    }

    @ParameterizedTest
    @CsvSource({"64, 57", "7, 0", "64, -1", "-1, 0"})
    void aBudgetThatHasNoRoomForTheHashIsRefused(int maxName, int reserve) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Naming("git", maxName, reserve))
                .withMessageContaining("maxName " + maxName);
    }

    @Test
    void whatIsListedIsShownUnderItsNameAndElseAsItIs() {
        assertThat(GIT.shown(Json.of("{ \"x\":2.50, \"name\" : \"status\" , \"y\":1e400 }")))
                .hasToString("{ \"x\":2.50, \"name\" : \"git__status\" , \"y\":1e400 }");
        var listed = Json.of("{\"name\":\"a b\"}");
        assertThat(Naming.NATIVE.shown(listed)).isSameAs(listed);
    }

    @Test
    void aNameThatIsCutIsSaidInFullInTheTitle() {
        var shown = GIT.shown(Json.object("name", "café"));
        assertThat(shown.text("title")).isEqualTo("git__café");
        assertThat(shown.text("name")).isEqualTo(GIT.shown("café"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"title\":\"T\"", "\"annotations\":{\"title\":\"T\"}"})
    void aTitleThatThereIsStays(String title) {
        var listed = Json.of("{\"name\":\"café\"," + title + "}");
        assertThat(GIT.shown(listed))
                .isEqualTo(listed.with("name", Json.string(GIT.shown("café"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":7}", "{\"name\":null}"})
    void whatHasNoNameStaysAsItIs(String listed) {
        assertThat(GIT.shown(Json.of(listed))).isEqualTo(Json.of(listed));
    }

    @Test
    void aLongNameCostsNoMoreThanItsLength() {
        Growth.assertLinear(
                400_000,
                size -> {
                    var name = "é\uD83D\uDE00x".repeat(size / 4);
                    return () -> assertThat(GIT.shown(name)).hasSize(BUDGET);
                });
    }
}
