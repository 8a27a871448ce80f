package io.tieline.bench.report;

import io.tieline.bench.compare.Results;
import io.tieline.bench.compare.Row;
import io.tieline.bench.compare.Row.State;
import io.tieline.bench.compare.Sample;
import io.tieline.bench.compare.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A run as a picture of bars, in SVG, for light and dark pages. */
public final class Picture {

    private static final int WIDTH = 760;
    private static final int LEFT = 190;
    private static final int RIGHT = 130;
    private static final int BAR = 22;
    private static final String STYLE =
            """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #24292f }
              .title { font-weight: 600 }
              .bar { fill: #8c959f }
              .own { fill: #0a7ea4 }
              .spread { stroke: #24292f; stroke-width: 1.5 }
              .one { stroke: #57606a; stroke-dasharray: 3 3 }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 }
                .bar { fill: #6e7681 }
                .own { fill: #3fb6dc }
                .spread { stroke: #e6edf3 }
                .one { stroke: #8b949e }
              }
            </style>
            """;

    private record Bar(String label, Spread value, boolean own, String text) {}

    private record Panel(String title, List<Bar> bars, boolean lineAtOne) {}

    private Picture() {}

    /** CPU time beside nginx by workload, and calls per second by subject. */
    public static String of(Report report) {
        var panels = new ArrayList<Panel>();
        panels.add(new Panel("CPU time of Tieline per call, nginx = 1", timesNginx(report), true));
        for (var name : List.of("plain-200", "stdio-200")) {
            report.find(name)
                    .ifPresent(it ->
                            panels.add(
                                    new Panel(
                                            "Calls per second, " + it.workload().title(),
                                            rates(it),
                                            false)));
        }
        panels.removeIf(panel -> panel.bars().isEmpty());
        var drawn = new StringBuilder();
        int top = 0;
        for (var panel : panels) {
            drawn.append(draw(panel, top));
            top += (panel.bars().size() + 2) * BAR;
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n%s%s</svg>%n"
                .formatted(WIDTH, Math.max(top, BAR), STYLE, drawn);
    }

    private static List<Bar> timesNginx(Report report) {
        var bars = new ArrayList<Bar>();
        for (var results : report.results()) {
            var row = results.of("tieline");
            var times = row == null ? Spread.NONE : results.timesNginx(row);
            if (times.isKnown()) {
                var label = results.workload().name();
                bars.add(new Bar(label, times, true, Figures.number(times.median())));
            }
        }
        return bars;
    }

    private static List<Bar> rates(Results results) {
        return results.rows().stream()
                .filter(row -> row.state() != State.CANNOT)
                .map(Picture::rate)
                .toList();
    }

    private static Bar rate(Row row) {
        boolean own = row.subject().equals("tieline");
        if (row.state() == State.FAILED) {
            return new Bar(row.subject(), new Spread(0, 0, 0), own, "failed");
        }
        var rate = row.spread(Sample::perSecond);
        return new Bar(row.subject(), rate, own, Figures.number(rate.median()));
    }

    private static String draw(Panel panel, int top) {
        double most =
                panel.bars().stream().mapToDouble(bar -> bar.value().greatest()).max().orElse(1);
        double unit = (WIDTH - LEFT - RIGHT) / Math.max(most, 1e-9);
        var drawn = new StringBuilder();
        drawn.append(text("title", 0, top + 16, panel.title()));
        for (int i = 0; i < panel.bars().size(); i++) {
            drawn.append(draw(panel.bars().get(i), top + BAR * (i + 1), unit));
        }
        if (panel.lineAtOne()) {
            drawn.append(
                    line(
                            "one",
                            LEFT + unit,
                            top + BAR,
                            LEFT + unit,
                            top + BAR * (panel.bars().size() + 1)));
        }
        return drawn.toString();
    }

    private static String draw(Bar bar, int top, double unit) {
        double middle = top + BAR / 2.0;
        return text("label", 12, top + 15, bar.label())
                + String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                        bar.own() ? "own" : "bar",
                        LEFT,
                        top + 3,
                        Math.max(bar.value().median() * unit, 1),
                        BAR - 6)
                + line(
                        "spread",
                        LEFT + bar.value().least() * unit,
                        middle,
                        LEFT + bar.value().greatest() * unit,
                        middle)
                + text("value", LEFT + bar.value().greatest() * unit + 8, top + 15, bar.text());
    }

    private static String text(String kind, double x, double y, String text) {
        return String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
                kind,
                x,
                y,
                text);
    }

    private static String line(String kind, double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                kind,
                x1,
                y1,
                x2,
                y2);
    }
}
