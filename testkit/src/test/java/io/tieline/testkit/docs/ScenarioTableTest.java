package io.tieline.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every scenario that is promised has a row, and every test that a row names exists. */
final class ScenarioTableTest {

    private static final Path PAGE = Pages.root().resolve("docs").resolve("scenarios.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|(.+)\\|(.+)\\|$");
    private static final Pattern NAMED = Pattern.compile("`([^`#]+)(?:#([^`]+))?`");

    @Test
    void everyPromisedNumberHasOneRow() {
        assertThat(rows())
                .extracting(row -> Integer.valueOf(row.group(1)))
                .containsExactlyInAnyOrderElementsOf(promised());
    }

    private static List<Integer> promised() {
        return Stream.of(
                        IntStream.rangeClosed(1, 3),
                        IntStream.rangeClosed(5, 109),
                        IntStream.of(
                                110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 121, 122, 123,
                                124, 125, 126, 127, 128, 129, 130, 131, 134, 135, 136, 137),
                        IntStream.rangeClosed(180, 189))
                .flatMap(IntStream::boxed)
                .toList();
    }

    @Test
    void everyRowNamesTestsThatExist() throws IOException {
        var tests = tests();
        assertThat(rows()).allSatisfy(row -> assertThat(named(row)).isNotEmpty());
        assertThat(rows().stream().flatMap(row -> named(row).stream()))
                .filteredOn(name -> !exists(name, tests))
                .extracting(MatchResult::group)
                .isEmpty();
    }

    private static List<MatchResult> rows() {
        return ROW.matcher(Pages.text(PAGE)).results().toList();
    }

    private static List<MatchResult> named(MatchResult row) {
        return NAMED.matcher(row.group(3)).results().toList();
    }

    private static boolean exists(MatchResult name, Map<String, String> tests) {
        var text = tests.get(name.group(1));
        var method = name.group(2);
        return text != null && (method == null || text.contains("\n    void " + method + "("));
    }

    /** The text of every test class of every module, by its simple name. */
    private static Map<String, String> tests() throws IOException {
        try (var files =
                Files.find(Pages.root(), 24, (path, _) -> path.toString().endsWith("Test.java"))) {
            return files.filter(ScenarioTableTest::isOfAModule)
                    .collect(
                            Collectors.toMap(
                                    ScenarioTableTest::simpleName, Pages::text, String::concat));
        }
    }

    private static boolean isOfAModule(Path file) {
        return Pages.root().relativize(file).toString().matches("[a-z-]+/src/test/.*");
    }

    private static String simpleName(Path file) {
        return String.valueOf(file.getFileName()).replace(".java", "");
    }
}
