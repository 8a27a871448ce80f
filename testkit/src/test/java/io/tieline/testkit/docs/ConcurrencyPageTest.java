package io.tieline.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on concurrency knows every class that shares something between threads. */
final class ConcurrencyPageTest {

    private static final Path PAGE = Pages.root().resolve("docs/concurrency.md");

    /** Strands, locks, threads, and what is written by one thread and read by another. */
    private static final Pattern SHARES =
            Pattern.compile(
                    "\\bsynchronized\\b|\\bvolatile\\b|\\bnew (Strand|Thread|\\w*Lock|Semaphore)\\("
                            + "|\\bnew (Atomic|Concurrent|CountDown)\\w+|ConcurrentHashMap\\.new"
                            + "|Thread\\.of(Platform|Virtual)\\(|Executors\\.new");

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");

    @Test
    void everyClassThatSharesSomethingIsNamed() throws IOException {
        var page = Pages.text(PAGE);
        assertThat(sharing()).isNotEmpty().filteredOn(name -> !names(page, name)).isEmpty();
    }

    private static boolean names(String page, String className) {
        return Pattern.compile("`" + className + "\\b").matcher(page).find();
    }

    private static List<String> sharing() throws IOException {
        try (Stream<Path> files =
                Files.find(Pages.root(), 24, (path, _) -> path.toString().endsWith(".java"))) {
            return files.filter(ConcurrencyPageTest::isOurs)
                    .filter(file -> SHARES.matcher(code(file)).find())
                    .map(file -> String.valueOf(file.getFileName()).replace(".java", ""))
                    .sorted()
                    .toList();
        }
    }

    /** Of the modules that are shipped; a demonstration is one of their users. */
    private static boolean isOurs(Path file) {
        return Pages.root()
                .relativize(file)
                .toString()
                .matches(
                        "(wire|session|telemetry|gateway|http|stdio|security|framework|app)"
                                + "/src/main/(?!.*/demo/).*");
    }

    private static String code(Path file) {
        return COMMENT.matcher(Pages.text(file)).replaceAll("");
    }
}
