package io.tieline.app.terminal;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines that fit. */
public final class Wrapping {

    private Wrapping() {}

    /**
     * The lines of this text, none wider than asked unless a single word is. Line breaks of the
     * text stay.
     *
     * @param width in characters; 0 breaks nothing
     */
    public static List<String> lines(String text, int width) {
        var lines = new ArrayList<String>();
        for (var line : text.split("\n", -1)) {
            if (width <= 0 || line.length() <= width) {
                lines.add(line);
            } else {
                wrap(line, width, lines);
            }
        }
        return lines;
    }

    private static void wrap(String line, int width, List<String> lines) {
        var current = new StringBuilder();
        for (var word : line.split(" ", -1)) {
            if (!current.isEmpty() && current.length() + 1 + word.length() > width) {
                lines.add(current.toString());
                current.setLength(0);
            } else if (!current.isEmpty()) {
                current.append(' ');
            }
            current.append(word);
        }
        lines.add(current.toString());
    }
}
