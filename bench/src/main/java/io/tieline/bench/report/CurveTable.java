package io.tieline.bench.report;

import io.tieline.bench.scale.Curve;
import io.tieline.bench.scale.Point;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A curve as a table, a row for each point. */
public final class CurveTable {

    private CurveTable() {}

    /** In Markdown, with a heading of the third level. */
    public static String of(Curve curve) {
        var table =
                new Table(
                        Stream.concat(Stream.of(curve.axis()), curve.columns().stream())
                                .toArray(String[]::new));
        curve.points().forEach(point -> table.add(cells(point)));
        var notes =
                curve.notes().stream().map(it -> "- " + it + "\n").collect(Collectors.joining());
        return "### "
                + curve.name()
                + "\n\n"
                + curve.title()
                + "\n\n"
                + table
                + (notes.isEmpty() ? "" : "\n" + notes);
    }

    private static String[] cells(Point point) {
        return Stream.concat(
                        Stream.of(String.format(Locale.ROOT, "%,d", point.amount())),
                        point.figures().stream()
                                .map(it -> Double.isNaN(it) ? Figures.NONE : Figures.number(it)))
                .toArray(String[]::new);
    }
}
