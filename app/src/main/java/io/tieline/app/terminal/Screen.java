package io.tieline.app.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where a command writes: the answer to stdout, everything else to stderr. What moves at the bottom
 * of a terminal (progress) makes room for each line. Safe for use by several threads.
 */
public final class Screen {

    private static final String ERASE = "\r\u001b[K";
    private static final String PREFIX = "tieline: ";

    private final PrintStream out;
    private final PrintStream err;
    private final Attended attended;
    private final Style answers;
    private final Style remarks;
    private final int width;
    private String bar = "";

    /**
     * @param width of the terminal in characters; 0 where lines are not to be broken
     * @param environment where {@code NO_COLOR} and {@code TERM} are looked up
     */
    public Screen(
            PrintStream out,
            PrintStream err,
            Attended attended,
            int width,
            Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.attended = attended;
        this.answers = Style.of(attended.out(), environment);
        this.remarks = Style.of(attended.err(), environment);
        this.width = width;
    }

    /** Finds out how wide the terminal is; 0 if nobody sits there. */
    public static int width(Attended attended, Map<String, String> environment) {
        if (!attended.out()) {
            return 0;
        }
        try {
            var told = environment.getOrDefault("COLUMNS", "");
            int columns =
                    Integer.parseInt(told.isEmpty() ? sizeOfTerminal().split(" ", -1)[1] : told);
            return columns > 0 ? columns : 80; // some terminals do not know
        } catch (IOException | RuntimeException unknown) {
            return 80;
        }
    }

    /** {@code stty} knows rows and columns, wherever there are terminals. */
    private static String sizeOfTerminal() throws IOException {
        var process =
                new ProcessBuilder("stty", "size")
                        .redirectInput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var size = process.inputReader()) {
            var line = size.readLine();
            return line != null && process.waitFor(1, TimeUnit.SECONDS) ? line : "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Whether somebody can be asked: what is asked can be read, and what is typed is heard. */
    public boolean isConversation() {
        return attended.in() && attended.err();
    }

    /** How the answer can be written. */
    public Style answers() {
        return answers;
    }

    /** How remarks can be written. */
    public Style remarks() {
        return remarks;
    }

    /** How wide a line may be; 0 if that does not matter. */
    public int width() {
        return width;
    }

    /** A line of the answer. */
    public synchronized void answer(String line) {
        clear();
        out.println(line);
        out.flush();
        redraw();
    }

    /** A line beside the answer. */
    public synchronized void say(String line) {
        clear();
        err.println(line);
        redraw();
    }

    /** A line in which the program speaks. */
    public void remark(String line) {
        say(PREFIX + line);
    }

    /** Asks: what is typed follows on the same line. */
    public synchronized void ask(String prompt) {
        clear();
        err.print(prompt);
        err.flush();
    }

    /** What moves at the bottom from now on; empty for nothing. Silent where nobody looks. */
    public synchronized void bar(String text) {
        if (attended.err()) {
            clear();
            bar = text;
            redraw();
        }
    }

    /** Whether something can move at the bottom. */
    public boolean hasBar() {
        return attended.err();
    }

    private void clear() {
        if (!bar.isEmpty()) {
            err.print(ERASE);
        }
    }

    private void redraw() {
        if (!bar.isEmpty()) {
            err.print(bar);
            err.flush();
        }
    }
}
