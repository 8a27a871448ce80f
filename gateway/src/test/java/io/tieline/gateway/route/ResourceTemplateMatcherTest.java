package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenario 86, the owner of a URI that no list names: the server whose template it fits. */
@Timeout(60)
final class ResourceTemplateMatcherTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "test://template/{id}/data | test://template/12/data",
                "city://{city-name}        | city://New%20York",
                "city://{name:3}           | city://Rom",
                "file://{+path}            | file:///etc/a%2Fb",
                "file:///{path*}           | file:///etc/hosts",
                "doc://{name}.json         | doc://a.json.json",
                "doc://{a}-{b}             | doc://x-y-z",
                "doc://{a}{b}              | doc://xy",
                "doc://{a,b}               | doc://x,y",
                "x://{+path}/x/{id}        | x://a/x/b/x/1",
                "find://all{?q,limit}      | find://all?limit=5&q=a+b",
                "find://all{?q,limit}      | find://all",
                "find://all?fixed=1{&q}    | find://all?fixed=1&q=2",
                "find://all?fixed=1{&q}    | find://all?fixed=1",
                "find://{what}{?q}         | find://it?other=1&q",
                "x://a{/more*}             | x://a",
                "x://a{/more*}             | x://a/b/c",
                "x://a{/more*}{?q}         | x://a/b/c?q=1",
                "x://a{/b,c}               | x://a/1/2",
                "x://a{.ext}               | x://a.tar.gz",
                "x://a{;p}                 | x://a;p=1",
                "x://a{#part}              | x://a#b/c?d",
                "{+any}                    | x://a",
                "plain://text              | plain://text",
                "x://{open                 | x://{open",
                "x://a}b                   | x://a}b",
                "x://{\uD83D\uDE00}        | x://\uD83D\uDE00"
            })
    void aUriOfTheFamilyFits(String template, String uri) {
        assertThat(new ResourceTemplateMatcher(template).matches(uri)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "test://template/{id}/data | test://template//data",
                "test://template/{id}/data | test://template/1/2/data",
                "test://template/{id}/data | test://template/1/datax",
                "city://{name}             | city://a/b",
                "city://{name}             | city://a?b=c",
                "city://{name}             | city://a#b",
                "city://{name}             | town://a",
                "city://{name}             | city://",
                "city://{name}             | xcity://a",
                "doc://{name}.json         | doc://.json",
                "doc://{a}{b}              | doc://x",
                "file://{+path}            | file://",
                "find://all{?q}            | find://all/q",
                "find://all{?q}            | find://all?q#x",
                "x://a{/more*}             | x://ab",
                "x://a{/more*}             | x://a?b",
                "x://a{.ext}               | x://a/b",
                "plain://text              | plain://text2",
                "plain://text              | plain://tex",
                "''                        | ''",
                "plain://text              | ''"
            })
    void aUriOfAnotherFamilyDoesNot(String template, String uri) {
        assertThat(new ResourceTemplateMatcher(template).matches(uri)).isFalse();
    }

    /** A regular expression is the other way to say the same. */
    @Test
    void templatesMeanWhatARegularExpressionOfThemMeans() {
        var random = new Random(5);
        for (int i = 0; i < 30_000; i++) {
            var template = new StringBuilder();
            var expression = new StringBuilder();
            int parts = 1 + random.nextInt(6);
            for (int part = 0; part < parts; part++) {
                switch (random.nextInt(5)) {
                    case 0 -> add(template, "{v}", expression, "[^/?#]+");
                    case 1 -> add(template, "{+v}", expression, ".+");
                    case 2 -> add(template, "{/v}", expression, "(/[^?#]*)?");
                    default -> {
                        var text = word(random, "ab/", 4);
                        add(template, text, expression, Pattern.quote(text));
                    }
                }
            }
            var uri = word(random, "ab/", 10);
            assertThat(new ResourceTemplateMatcher(template.toString()).matches(uri))
                    .as("%s in %s", uri, template)
                    .isEqualTo(uri.matches(expression.toString()) && !template.isEmpty());
        }
    }

    private static void add(
            StringBuilder template, String text, StringBuilder expression, String meaning) {
        template.append(text);
        expression.append(meaning);
    }

    private static String word(Random random, String letters, int most) {
        return random.ints(random.nextInt(most + 1), 0, letters.length())
                .mapToObj(i -> letters.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    @Test
    void whatIsTooLongFitsNothing() {
        var longest = "x://" + "a".repeat(ResourceTemplateMatcher.LONGEST_URI - 4);
        assertThat(new ResourceTemplateMatcher("x://{a}").matches(longest)).isTrue();
        assertThat(new ResourceTemplateMatcher("x://{a}").matches(longest + "a")).isFalse();
        var text = "x".repeat(ResourceTemplateMatcher.LONGEST_TEMPLATE);
        assertThat(new ResourceTemplateMatcher(text).matches(text)).isTrue();
        assertThat(new ResourceTemplateMatcher(text + "x").matches(text + "x")).isFalse();
        var parts = "{a}".repeat(ResourceTemplateMatcher.MOST_PARTS);
        assertThat(new ResourceTemplateMatcher(parts).matches("a".repeat(100))).isTrue();
        assertThat(new ResourceTemplateMatcher(parts + "{a}").matches("a".repeat(100))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "{+a}x{+b}x{+c}x{+d}x{+e}x{+f}x{+g}y",
        "{+a}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxy",
        "{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}y",
        "{+a}{+b}xxxxxxxxxxxxxxxxxxxxxxxxxxxx{+c}xxxxxxxxxxxxxxxxxxxxxxxxxxxxx{/d}z"
    })
    void anEvilUriCostsNoMoreThanItsLength(String template) {
        var matcher = new ResourceTemplateMatcher(template);
        Growth.assertLinear(
                4_000,
                size -> {
                    var evil = "x".repeat(size);
                    return () ->
                            IntStream.range(0, 100)
                                    .forEach(_ -> assertThat(matcher.matches(evil)).isFalse());
                });
    }

    @Test
    void anEvilTemplateCostsNoMoreThanItsLength() {
        var evil = "x".repeat(4_000);
        Growth.assertLinear(
                2_000,
                size -> {
                    var matcher = new ResourceTemplateMatcher("{+a}" + "x".repeat(size - 5) + "y");
                    return () ->
                            IntStream.range(0, 100)
                                    .forEach(_ -> assertThat(matcher.matches(evil)).isFalse());
                });
    }
}
