package io.tieline.bench.report;

import io.tieline.bench.scale.Curve;
import io.tieline.bench.scale.Point;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Curves as a picture of lines, in SVG, for light and dark pages: one panel for each curve and each
 * thing that was measured. The amount of work grows by its logarithm; what it costs begins at 0.
 */
public final class CurvePicture {

    private static final int PANEL_WIDTH = 250;
    private static final int PANEL_HEIGHT = 170;
    private static final int ACROSS = 3;
    private static final int LEFT = 12;
    private static final int RIGHT = 52;
    private static final int TOP = 44;
    private static final int BOTTOM = 26;
    private static final String STYLE =
            """
            <style>
              text { font: 11px system-ui, sans-serif; fill: #24292f }
              .title { font-weight: 600 }
              .line { fill: none; stroke: #0a7ea4; stroke-width: 2 }
              .dot { fill: #0a7ea4 }
              .axis { stroke: #8c959f }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 }
                .line { stroke: #3fb6dc }
                .dot { fill: #3fb6dc }
                .axis { stroke: #6e7681 }
              }
            </style>
            """;

    private CurvePicture() {}

    /** All of them, below each other. */
    public static String of(List<Curve> curves) {
        var drawn = new StringBuilder();
        int top = 0;
        for (var curve : curves) {
            int columns = curve.columns().size();
            for (int column = 0; column < columns; column++) {
                drawn.append(
                        "<g transform=\"translate(%d %d)\">%n%s</g>%n"
                                .formatted(
                                        column % ACROSS * PANEL_WIDTH,
                                        top + column / ACROSS * PANEL_HEIGHT,
                                        panel(curve, column)));
            }
            top += (columns + ACROSS - 1) / ACROSS * PANEL_HEIGHT;
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n%s%s</svg>%n"
                .formatted(ACROSS * PANEL_WIDTH, Math.max(top, 1), STYLE, drawn);
    }

    private record Spot(double x, double y, Point of, double figure) {}

    private static String panel(Curve curve, int column) {
        var spots = spots(curve, column);
        int base = PANEL_HEIGHT - BOTTOM;
        var line =
                spots.stream()
                        .map(it -> String.format(Locale.ROOT, "%.1f,%.1f", it.x(), it.y()))
                        .collect(Collectors.joining(" "));
        return text("title", LEFT, 14, curve.name() + ": " + curve.columns().get(column))
                + "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n"
                        .formatted(LEFT, base, PANEL_WIDTH - RIGHT, base)
                + "<polyline class=\"line\" points=\"%s\"/>%n".formatted(line)
                + spots.stream().map(CurvePicture::spot).collect(Collectors.joining());
    }

    private static String spot(Spot spot) {
        return String.format(
                        Locale.ROOT,
                        "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>%n",
                        spot.x(),
                        spot.y())
                + text("value", spot.x() - 4, spot.y() - 8, Figures.number(spot.figure()))
                + text(
                        "amount",
                        spot.x() - 4,
                        PANEL_HEIGHT - BOTTOM + 14,
                        String.format(Locale.ROOT, "%,d", spot.of().amount()));
    }

    private static List<Spot> spots(Curve curve, int column) {
        var known =
                curve.points().stream()
                        .filter(point -> Double.isFinite(point.figures().get(column)))
                        .toList();
        double most = known.stream().mapToDouble(it -> it.figures().get(column)).max().orElse(1);
        double least = known.isEmpty() ? 0 : log(known.getFirst());
        double width = known.isEmpty() ? 1 : log(known.getLast()) - least;
        return known.stream()
                .map(point -> {
                    double figure = point.figures().get(column);
                    double right = (log(point) - least) / Math.max(width, 1e-9);
                    double up = Math.max(figure, 0) / Math.max(most, 1e-9);
                    return new Spot(
                            LEFT + right * (PANEL_WIDTH - LEFT - RIGHT),
                            PANEL_HEIGHT - BOTTOM - up * (PANEL_HEIGHT - TOP - BOTTOM),
                            point,
                            figure);
                })
                .toList();
    }

    private static double log(Point point) {
        return Math.log((double) point.amount());
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
}
