package io.tieline.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenario 128: what shells complete is what the program reads. */
final class CompletionScriptTest {

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void scenario128EveryCommandAndOptionIsInTheScriptOfEachShell(String shell) {
        var said = Said.by("completion", shell);
        assertThat(said.exitCode()).isZero();
        for (var verb : Subcommand.verbs()) {
            assertThat(said.out()).contains(verb.word());
            for (var option : verb.own()) {
                var name = String.valueOf(option.option());
                assertThat(said.out())
                        .contains(shell.equals("fish") ? "-l " + name.substring(2) : name);
            }
        }
        var quotes =
                said.out().replace("'\\''", "").replace("\\'", "").chars().filter(c -> c == '\'');
        assertThat(quotes.count() % 2).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "tieline d,doctor demo",
        "tieline call --js,--json",
        "tieline run --std,--stdio",
        "tieline completion ba,ba.txt"
    })
    void scenario128BashCompletesTheLine(String line, String completed, @TempDir Path folder)
            throws IOException, InterruptedException {
        Files.writeString(folder.resolve("script"), Said.by("completion", "bash").out());
        Files.writeString(folder.resolve("ba.txt"), "");
        var words = line.split(" ", -1);
        var test =
                "source ./script; COMP_WORDS=(%s); COMP_CWORD=%d; _tieline; echo \"${COMPREPLY[@]}\""
                        .formatted(line, words.length - 1);
        var bash =
                new ProcessBuilder("bash", "-c", test)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).isZero();
        assertThat(said.strip()).isEqualTo(completed);
    }

    @Test
    void anotherShellIsRefusedWithThoseThereAre() {
        var said = Said.by("completion", "tcsh");
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).contains("bash, zsh or fish");
    }
}
