package io.tieline.app.command;

import io.tieline.app.terminal.OneLine;
import io.tieline.app.terminal.Screen;
import io.tieline.framework.Progress;
import java.util.Locale;

/**
 * How far a call has come: a bar on a terminal, elsewhere a line for each new message. Told by one
 * thread at a time.
 */
final class ProgressBar {

    private static final String FULL = "====================";

    private final Screen screen;
    private String said = "";

    ProgressBar(Screen screen) {
        this.screen = screen;
    }

    /** Shows it. */
    void show(Progress progress) {
        var message = progress.message() == null ? "" : OneLine.of(progress.message());
        if (screen.hasBar()) {
            screen.bar("  " + bar(progress) + (message.isEmpty() ? "" : " " + message));
        } else if (!message.isEmpty() && !message.equals(said)) {
            said = message;
            screen.say("progress: " + message);
        }
    }

    /** Takes it away. */
    void end() {
        screen.bar("");
    }

    private static String bar(Progress progress) {
        var total = progress.total();
        if (total.isEmpty() || total.getAsDouble() <= 0) {
            return number(progress.progress());
        }
        double part = Math.clamp(progress.progress() / total.getAsDouble(), 0, 1);
        int filled = (int) (part * FULL.length());
        return "["
                + FULL.substring(0, filled)
                + " ".repeat(FULL.length() - filled)
                + "] "
                + number(progress.progress())
                + "/"
                + number(total.getAsDouble());
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
