package io.tieline.bench.report;

import static io.tieline.bench.report.Samples.report;
import static io.tieline.bench.report.Samples.row;
import static io.tieline.bench.report.Samples.workload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.bench.compare.Results;
import io.tieline.bench.compare.Row;
import io.tieline.bench.compare.Row.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about a run is what was measured in it. */
final class MarkdownTest {

    private static final Results PLAIN =
            new Results(
                    workload("plain-200"),
                    List.of(
                            row("nginx", 10, 20, 10),
                            row("tieline", 15, 32, 14),
                            new Row("fastmcp", State.FAILED, List.of(), "no result"),
                            new Row("mcp-proxy", State.CANNOT, List.of(), "only before commands")));

    @Test
    void aRatioIsTheMedianOfThoseOfEachRoundNotThatOfTheMedians() {
        assertThat(ResultsTable.of(PLAIN))
                .contains("15.0 (14.0–32.0)")
                .contains("1.50 (1.40–1.60)");
    }

    @Test
    void whatFailedStandsInTheTableAndItsReasonBelow() {
        assertThat(ResultsTable.of(PLAIN))
                .contains("| fastmcp | ")
                .contains("FAILED")
                .contains("- fastmcp: FAILED: no result")
                .contains("- mcp-proxy: not here: only before commands")
                .doesNotContain("| mcp-proxy");
    }

    @Test
    void aColumnWithoutFiguresIsLeftOut() {
        assertThat(ResultsTable.of(PLAIN)).doesNotContain("over direct").doesNotContain("backends");
    }

    @Test
    void aMarkIsMetOrNot() {
        assertThat(Marks.table(report(PLAIN)))
                .containsPattern(
                        "plain-200: CPU per call, × nginx +\\| +≤ 1.60 \\| 1.50 .* yes \\|")
                .containsPattern("plain-200: calls/s, × fastmcp +\\| +≥ 50.0 \\| +– \\| +– \\|");
    }

    @Test
    void aQuestionIsSetBesideAPlainCallByMessagesCarried() {
        var asked = new Results(workload("ask"), List.of(row("tieline", 60, 64, 56)));
        // 60 µs by four messages, beside 15 µs by two.
        assertThat(Questions.table(report(PLAIN, asked)).orElseThrow())
                .containsPattern("ask, tieline +\\| +60.0 .* 15.0 \\(14.0–16.0\\) \\| 2.00");
    }

    @Test
    void whoIsAbsentIsNamed() {
        assertThat(Markdown.of(report(PLAIN))).contains("- peer is not installed: no network");
    }

    @Test
    void onlyThePartOfThePageThatRunsWriteIsReplaced(@TempDir Path folder) throws IOException {
        var page = folder.resolve("performance.md");
        Files.writeString(
                page,
                """
                before
                <!-- written by bench/run: begin -->
                old
                <!-- written by bench/run: end -->
                after
                """);
        Page.write(page, report(PLAIN));
        assertThat(page).content().startsWith("before").endsWith("after\n").doesNotContain("old");
        assertThat(page).content().contains("### plain-200");
        assertThat(folder.resolve("performance.svg")).content().contains("<svg").contains("1.50");
    }

    @Test
    void aPageWithoutThatPartIsLeftAlone() {
        assertThatThrownBy(() -> Page.replaced("text", "part")).isInstanceOf(IOException.class);
    }

    @Test
    void theJsonHasEverySample(@TempDir Path folder) throws IOException {
        var file = folder.resolve("run.json");
        JsonReport.write(file, report(PLAIN));
        assertThat(file)
                .content()
                .contains("\"cpu\" : 32.0")
                .contains("\"reason\" : \"no result\"")
                .contains("2026-11-20");
    }
}
