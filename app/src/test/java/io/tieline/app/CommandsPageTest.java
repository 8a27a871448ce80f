package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The page of the commands is made of the table that reads the command line. */
final class CommandsPageTest {

    private static final Path PAGE =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent())
                    .resolve("docs/commands.md");

    private static final String HEAD =
            """
            # Commands

            What `tieline COMMAND --help` prints, command by command. The answer of a command goes to stdout, everything else to stderr;
            on a terminal there are colours and progress, elsewhere plain lines. This page is made from the program:
            `CommandsPageTest` fails when it is not, and writes what it should be into `app/target`.
            """;

    @Test
    void thePageIsWhatTheProgramSays() throws IOException {
        var text = new StringBuilder(HEAD);
        for (var verb : Subcommand.verbs()) {
            text.append("\n## ").append(verb.word()).append("\n\n```text\n");
            Help.of(verb).forEach(line -> text.append(line).append('\n'));
            text.append("```\n");
        }
        Files.writeString(Path.of("target/commands.md"), text);
        assertThat(Files.readString(PAGE)).isEqualTo(text.toString());
    }
}
