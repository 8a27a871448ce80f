package io.tieline.app;

import io.tieline.app.config.Terminal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks each question once: a reload is no reason to type a password again. */
final class RememberingTerminal implements Terminal {

    private final Terminal terminal;
    private final Map<String, String> answers = new HashMap<>();

    RememberingTerminal(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized @Nullable String ask(String question, boolean hidden) {
        var known = answers.get(question);
        if (known != null) {
            return known;
        }
        var answer = terminal.ask(question, hidden);
        if (answer != null) {
            answers.put(question, answer);
        }
        return answer;
    }
}
