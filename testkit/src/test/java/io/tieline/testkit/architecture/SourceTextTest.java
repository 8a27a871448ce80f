package io.tieline.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What only the text shows: tests that do not run, waits that guess, and work left open. */
final class SourceTextTest {
    private static final Pattern SKIPPED =
            Pattern.compile(
                    "@Disabled|@Ignore\\b|@(Enabled|Disabled)(If|On|For)|\\bassum(e|ing)(True|False|That|ptions)"
                            + "|\\bAssumptions\\b|TestAbortedException");
    private static final Pattern GUESSED_WAIT =
            Pattern.compile("\\b(Thread|TimeUnit\\.[A-Z]+|[A-Z]+)\\.sleep\\(|@RepeatedTest");
    private static final Pattern LEFT_OPEN = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
    private static final int LONG_FILE = 450;

    @Test
    void everyTestRuns() throws IOException {
        assertThat(sourcesWith(SKIPPED)).isEmpty();
    }

    @Test
    void nothingSleepsInTheHopeThatItWasLongEnough() throws IOException {
        assertThat(sourcesWith(GUESSED_WAIT)).isEmpty();
    }

    @Test
    void nothingIsLeftOpen() throws IOException {
        assertThat(sourcesWith(LEFT_OPEN)).isEmpty();
    }

    @Test
    void aLongFileSaysWhyItIsLong() throws IOException {
        assertThat(
                        sources(text ->
                                text.lines().count() > LONG_FILE && !text.contains("Long because")))
                .isEmpty();
    }

    private static List<Path> sourcesWith(Pattern pattern) throws IOException {
        return sources(pattern.asPredicate());
    }

    private static List<Path> sources(Predicate<String> suspicious) throws IOException {
        Path root = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
        List<Path> found = new ArrayList<>();
        for (Path file : javaFilesUnder(root)) {
            if (suspicious.test(Files.readString(file))) {
                found.add(root.relativize(file));
            }
        }
        return found;
    }

    private static List<Path> javaFilesUnder(Path root) throws IOException {
        try (Stream<Path> files =
                Files.find(root, 24, (path, _) -> path.toString().endsWith(".java"))) {
            return files.filter(file -> root.relativize(file).toString().matches("[a-z-]+/src/.*"))
                    .filter(file -> !file.endsWith("SourceTextTest.java"))
                    .toList();
        }
    }
}
