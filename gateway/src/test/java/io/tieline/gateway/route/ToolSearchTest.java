package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenario 102, the finding: words lead to the tools that have them. */
@Timeout(60)
final class ToolSearchTest {

    private static final List<Json> TOOLS =
            List.of(
                    tool("git__status", "Shows what has changed in the working tree.", "{}"),
                    tool("git__commit", "Records changes.", "{\"message\":{}}"),
                    tool(
                            "github__create_issue",
                            "Opens a new issue in a repository.",
                            "{\"repo\":{\"description\":\"owner and name\"},\"issueTitle\":{}}"),
                    tool("github__listIssues", "Lists the issues of a repository.", "{}"),
                    tool("db__query", "Runs SQL; the status of a commit is returned.", "{}"));

    private final ToolSearch search = new ToolSearch(TOOLS);

    private static Json tool(String name, String description, String properties) {
        return Json.object(
                "name",
                name,
                "description",
                description,
                "inputSchema",
                Json.object("properties", Json.of(properties)));
    }

    private List<String> found(String query) {
        return names(search.find(query, 10));
    }

    private static List<String> names(List<Json> tools) {
        return tools.stream().map(tool -> tool.text("name")).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "getUserByID2        | get user by id 2",
                "HTTPServer          | http server",
                "list_pull-requests  | list pull request",
                "a.b/c:d  e          | a b c d e",
                "base64Encode        | base 64 encode",
                "ÜBERGröße           | über größe",
                "STATUS class is gas | statu class is gas",
                "读取文件 now            | 读 取 文 件 now",
                "cafe\u0301Bar       | cafe\u0301bar",
                "--- !!              | ''"
            })
    void aTextIsReadInWords(String text, String words) {
        assertThat(String.join(" ", Words.of(text))).isEqualTo(words);
    }

    @Test
    void aWordOfTheNameCountsMoreThanOneOfTheDescription() {
        assertThat(found("status")).containsExactly("git__status", "db__query");
        assertThat(found("commit")).containsExactly("git__commit", "db__query");
    }

    @Test
    void singularAndPluralAreOneWordHoweverTheyAreWritten() {
        assertThat(found("ISSUE"))
                .containsExactlyInAnyOrder("github__create_issue", "github__listIssues");
        assertThat(found("list issues")).first().isEqualTo("github__listIssues");
    }

    @Test
    void argumentsAndTheirDescriptionsAreRead() {
        assertThat(found("message")).containsExactly("git__commit");
        assertThat(found("owner")).containsExactly("github__create_issue");
    }

    @Test
    void aRareWordCountsMoreThanACommonOne() {
        assertThat(found("repository sql")).first().isEqualTo("db__query");
    }

    @Test
    void whatFitsNothingFindsNothing() {
        assertThat(found("kubernetes")).isEmpty();
        assertThat(new ToolSearch(List.of()).find("status", 10)).isEmpty();
    }

    @Test
    void aQueryWithoutAWordFindsTheFirstOfTheList() {
        assertThat(names(search.find(" ?! ", 2))).containsExactly("git__status", "git__commit");
    }

    @Test
    void whatIsFoundIsTheDefinitionAsItWasListed() {
        assertThat(search.find("sql", 10)).containsExactly(TOOLS.getLast());
    }

    @Test
    void toolsOfOneRankComeInTheOrderOfTheList() {
        var alike =
                IntStream.range(0, 40)
                        .mapToObj(i -> Json.object("name", "same", "nth", i))
                        .toList();
        assertThat(new ToolSearch(alike).find("same", 40)).isEqualTo(alike);
    }

    @ParameterizedTest
    @CsvSource({"-5, 1", "0, 1", "1, 1", "7, 7", "50, 50", "51, 50", "9223372036854775807, 50"})
    void noMoreAreFoundThanAreWantedAndMayBe(long limit, int found) {
        var alike = IntStream.range(0, 60).mapToObj(_ -> Json.object("name", "same")).toList();
        assertThat(new ToolSearch(alike).find("same", limit)).hasSize(found);
    }

    @Test
    void aQueryIsReadUpToItsLimit() {
        var padded = " ".repeat(ToolSearch.LONGEST_QUERY - 3);
        assertThat(found(padded + "sql")).containsExactly("db__query");
        assertThat(found("x" + padded + "sql")).isEmpty();
    }

    @Test
    void aToolIsReadUpToItsLimit() {
        var filler = "x ".repeat(ToolSearch.LONGEST_TEXT / 2);
        var verbose = new ToolSearch(List.of(tool("a", filler + "needle", "{\"b\":{}}")));
        assertThat(verbose.find("needle", 1)).isEmpty();
        assertThat(verbose.find("b", 1)).isEmpty();
        assertThat(verbose.find("x", 1)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{\"name\":7,\"title\":{},\"description\":null,\"inputSchema\":[]}",
                "{\"inputSchema\":{\"properties\":[1]}}",
                "{\"inputSchema\":{\"properties\":{\"a\":true}}}",
                "[]"
            })
    void whatIsNoToolDoesNoHarm(String listed) {
        assertThat(new ToolSearch(List.of(Json.of(listed))).find("b", 10)).isEmpty();
    }

    @Test
    void theTwoToolsSayWhatIsTrue() {
        assertThat(ToolSearch.FINDER.text("name")).isEqualTo(ToolSearch.FIND);
        assertThat(ToolSearch.CALLER.text("name")).isEqualTo(ToolSearch.CALL);
        var properties = ToolSearch.FINDER.part("inputSchema", "properties");
        assertThat(properties.integer("query", "maxLength")).hasValue(ToolSearch.LONGEST_QUERY);
        assertThat(properties.integer("limit", "maximum")).hasValue(ToolSearch.MOST_FOUND);
        assertThat(properties.integer("limit", "default")).hasValue(ToolSearch.USUALLY_FOUND);
    }

    @Test
    void twiceTheToolsTakeTwiceTheTime() {
        Growth.assertLinear(
                1_500,
                size -> {
                    var tools =
                            IntStream.range(0, size)
                                    .mapToObj(i -> tool("same" + i, "a b c d e ".repeat(20), "{}"))
                                    .toList();
                    return () ->
                            assertThat(new ToolSearch(tools).find("same a b c", 50)).hasSize(50);
                });
    }

    @Test
    void anEvilTextCostsNoMoreThanItsLength() {
        Growth.assertLinear(
                200_000,
                size -> {
                    var text =
                            IntStream.range(0, size / 4)
                                    .mapToObj(i -> "aB9文")
                                    .collect(Collectors.joining());
                    return () -> assertThat(Words.of(text)).hasSize(size);
                });
    }
}
