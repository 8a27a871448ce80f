package io.tieline.app.demo;

import java.nio.charset.Charset;
import java.util.Map;

/**
 * What the terminal can show.
 *
 * @param lines whether it has characters that draw lines
 * @param colours whether it shows colours, and whoever sits there wants them
 */
record Ink(boolean lines, boolean colours) {

    private static final String RESET = "\u001b[0m";
    private static final int[] LANES = {36, 32, 33, 35};
    private static final int ALARM = 31;

    /** What there is on an output with this charset, in this environment. */
    static Ink of(Charset charset, boolean terminal, Map<String, String> environment) {
        boolean wanted =
                environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(environment.get("TERM"));
        return new Ink(charset.newEncoder().canEncode("│▶"), terminal && wanted);
    }

    String begin() {
        return lines ? "┌" : "+";
    }

    String bar() {
        return lines ? "│" : "|";
    }

    String end() {
        return lines ? "└" : "+";
    }

    String right() {
        return lines ? "▶" : ">";
    }

    String left() {
        return lines ? "◀" : "<";
    }

    String arrow() {
        return lines ? "──▶" : "-->";
    }

    /** The text in the colour of its lane. */
    String lane(int lane, String text) {
        return coloured(LANES[(lane - 1) % LANES.length], text);
    }

    /** The text so that it is noticed. */
    String alarm(String text) {
        return coloured(ALARM, text);
    }

    /** A line without the blanks at its end, where nothing but blanks is in the way. */
    String stripped(String line) {
        return colours ? line : line.stripTrailing();
    }

    private String coloured(int colour, String text) {
        return colours ? "\u001b[" + colour + "m" + text + RESET : text;
    }
}
