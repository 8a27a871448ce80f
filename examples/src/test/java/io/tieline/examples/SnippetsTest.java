package io.tieline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every piece of Java in the documentation is a region of a file here, and says of which: the line
 * above it is {@code <!-- Greeting.java: greeter -->}.
 */
final class SnippetsTest {

    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    private static final Path SOURCES = Path.of("src/main/java/io/tieline/examples");
    private static final Path TESTS = Path.of("src/test/java/io/tieline/examples");
    private static final Pattern JAVA =
            Pattern.compile("(?ms)^(?:<!-- (\\S+): (\\S+) -->\\n)?```java\\n(.*?)^```$");

    /** A piece of Java on a page, and what it should be. */
    private record Snippet(String where, String shown, String source) {}

    @Test
    void everySnippetIsARegionOfAnExample() throws IOException {
        var snippets = new ArrayList<Snippet>();
        for (var page : pages()) {
            snippets.addAll(snippetsOf(page));
        }
        assertThat(snippets)
                .isNotEmpty()
                .allSatisfy(snippet ->
                        assertThat(snippet.shown())
                                .as(snippet.where())
                                .isEqualTo(snippet.source()));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs =
                Files.find(ROOT.resolve("docs"), 9, (file, _) -> file.toString().endsWith(".md"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs).toList();
        }
    }

    private static List<Snippet> snippetsOf(Path page) throws IOException {
        var snippets = new ArrayList<Snippet>();
        for (var match : JAVA.matcher(Files.readString(page)).results().toList()) {
            var file = match.group(1);
            var region = match.group(2);
            var where = ROOT.relativize(page) + ", " + file + ": " + region;
            snippets.add(new Snippet(where, match.group(3), source(file, region)));
        }
        return snippets;
    }

    private static String source(String file, String region) throws IOException {
        if (file == null) {
            return "a region of a file in examples, named in the line above";
        }
        var folder = file.endsWith("Test.java") ? TESTS : SOURCES;
        var text = Files.readString(folder.resolve(file));
        var begin =
                Pattern.compile("(?m)^ *// region " + Pattern.quote(region) + "\\n").matcher(text);
        if (!begin.find()) {
            return "a region " + region + ", which " + file + " does not have";
        }
        int end = text.indexOf("// endregion", begin.end());
        return text.substring(begin.end(), end).stripIndent().strip() + "\n";
    }
}
