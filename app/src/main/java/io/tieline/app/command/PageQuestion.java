package io.tieline.app.command;

import io.tieline.app.terminal.OneLine;
import io.tieline.app.terminal.Screen;
import io.tieline.app.terminal.TypedLines;
import io.tieline.framework.Answer;
import io.tieline.framework.Elicitation;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows a person the page that a server wants visited; opens it when told to, and never before. */
final class PageQuestion {

    private final Screen screen;
    private final TypedLines typed;
    private final Map<String, String> environment;

    /**
     * @param environment where {@code BROWSER} is looked up
     */
    PageQuestion(Screen screen, TypedLines typed, Map<String, String> environment) {
        this.screen = screen;
        this.typed = typed;
        this.environment = environment;
    }

    /**
     * Asks, and waits for the person.
     *
     * @throws InterruptedException if the server has taken its question back
     */
    Answer<?> ask(Elicitation question, URI page) throws InterruptedException {
        screen.say("");
        screen.say(screen.remarks().strong("? " + OneLine.of(question.message())));
        screen.say("  " + OneLine.of(page.toString()));
        screen.say(
                screen.remarks()
                        .faint("  at the host " + OneLine.of(String.valueOf(page.getHost()))));
        while (true) {
            screen.ask("  Visit it? (o opens it here, y: visited, n: no, :cancel) ");
            var line = typed.next();
            switch (line == null ? ":cancel" : line.strip().toLowerCase(Locale.ROOT)) {
                case "o", "open" -> open(page);
                case "y", "yes" -> {
                    return Answer.accept(Map.of());
                }
                case "n", "no", ":decline" -> {
                    return Answer.decline();
                }
                case ":cancel" -> {
                    return Answer.cancel();
                }
                default -> screen.say("  o, y, n or :cancel");
            }
        }
    }

    private void open(URI page) {
        var scheme = String.valueOf(page.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            screen.say("  Only pages of http and https are opened from here.");
            return;
        }
        try {
            var _ =
                    new ProcessBuilder(opener(page.toString()))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            screen.say("  There is nothing here that opens pages; copy the address.");
        }
    }

    private List<String> opener(String page) {
        var browser = environment.getOrDefault("BROWSER", "");
        if (!browser.isEmpty()) {
            return List.of(browser, page);
        }
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler", page);
        }
        return List.of(system.startsWith("mac") ? "open" : "xdg-open", page);
    }
}
