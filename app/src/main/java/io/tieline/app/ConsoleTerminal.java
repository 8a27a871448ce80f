package io.tieline.app;

import io.tieline.app.config.Terminal;
import io.tieline.app.terminal.OneLine;
import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The terminal that the program was started on, if somebody sits there. */
final class ConsoleTerminal implements Terminal {

    @Override
    public @Nullable String ask(String question, boolean hidden) {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> answer(console, OneLine.of(question), hidden))
                .orElse(null);
    }

    private static @Nullable String answer(Console console, String question, boolean hidden) {
        if (!hidden) {
            return console.readLine("%s: ", question);
        }
        var answer = console.readPassword("%s: ", question);
        return answer == null ? null : new String(answer);
    }
}
