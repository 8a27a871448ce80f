package io.tieline.app.demo;

import io.tieline.app.demo.Sighting.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws what was seen, time downwards, a lane for each call from when it was made to when it
 * returned. At most 80 columns wide.
 */
final class Diagram {

    private static final int LANE = 18;
    private static final int TEXT = LANE - 3;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final Ink ink;

    Diagram(Ink ink) {
        this.ink = ink;
    }

    /** The lines of the drawing. */
    List<String> draw(List<Sighting> seen) {
        var lines = new ArrayList<String>();
        int lanes = seen.stream().mapToInt(Sighting::call).max().orElse(0);
        lines.add(heads(lanes));
        var live = new HashSet<Integer>();
        for (var sighting : seen) {
            lines.add(time(sighting, seen.getFirst()) + row(sighting, lanes, live));
            if (sighting.kind() == Kind.CALLED) {
                live.add(sighting.call());
            } else if (sighting.kind() == Kind.RETURNED) {
                live.remove(sighting.call());
            }
        }
        return lines;
    }

    private String heads(int lanes) {
        var line = new StringBuilder(" ".repeat(8));
        for (int lane = 1; lane <= lanes; lane++) {
            line.append(ink.lane(lane, padded("call " + lane, LANE)));
        }
        return line.toString().stripTrailing();
    }

    private static String time(Sighting sighting, Sighting first) {
        long millis = (sighting.nanos() - first.nanos()) / NANOS_PER_MILLI;
        return String.format(Locale.ROOT, "%4d ms ", millis);
    }

    private String row(Sighting sighting, int lanes, Set<Integer> live) {
        if (sighting.call() == Sighting.NO_CALL) {
            return ink.alarm("on no call's stream: " + sighting.text());
        }
        var row = new StringBuilder();
        for (int lane = 1; lane <= lanes; lane++) {
            var here = lane == sighting.call() ? sighting : null;
            row.append(ink.lane(lane, padded(cell(here, live.contains(lane)), LANE)));
        }
        return ink.stripped(row.toString());
    }

    private String cell(@Nullable Sighting here, boolean live) {
        if (here == null) {
            return live ? ink.bar() : "";
        }
        var text = here.text();
        var shown = text.length() > TEXT ? text.substring(0, TEXT - 1) + "~" : text;
        var edge =
                switch (here.kind()) {
                    case CALLED -> ink.begin();
                    case RETURNED -> ink.end();
                    case ASKED, ANSWERED -> ink.bar();
                };
        return edge + (here.kind().isToServer() ? ink.right() : ink.left()) + " " + shown;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
