package io.tieline.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What other people's builds are told of Tieline's artifacts. */
final class BomTest {

    private static final Path SOURCES = Folder.parent(Path.of("").toAbsolutePath());

    @Test
    void scenario123TheBomNamesEveryModuleThatIsDeployed() {
        assertThat(found("bom/pom.xml", "<artifactId>(tieline-(?!bom).+)</artifactId>"))
                .containsExactlyInAnyOrderElementsOf(deployed());
    }

    @Test
    void theBomIsOfTheVersionOfTheRest() {
        var version = "(?s)^.*?<artifactId>tieline(?:-bom)?</artifactId>\\s+<version>(.+?)<";
        assertThat(found("bom/pom.xml", version)).isEqualTo(found("pom.xml", version));
    }

    /** The artifacts of the modules whose poms do not keep them out of repositories. */
    private static List<String> deployed() {
        return found("pom.xml", "<module>(.+)</module>").stream()
                .filter(module -> !module.equals("bom"))
                .map(module -> text(module + "/pom.xml"))
                .filter(pom -> !pom.contains("<maven.deploy.skip>true"))
                .flatMap(pom -> matches(pom, "\n  <artifactId>(.+)</artifactId>"))
                .toList();
    }

    private static List<String> found(String file, String pattern) {
        return matches(text(file), pattern).toList();
    }

    private static Stream<String> matches(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().map(BomTest::first);
    }

    private static String first(MatchResult result) {
        return result.group(1);
    }

    private static String text(String file) {
        try {
            return Files.readString(SOURCES.resolve(file));
        } catch (IOException problem) {
            throw new AssertionError(problem);
        }
    }
}
