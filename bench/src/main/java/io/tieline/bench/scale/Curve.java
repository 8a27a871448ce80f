package io.tieline.bench.scale;

import java.util.List;

/**
 * How something grows with the work.
 *
 * @param name as it stands behind {@code --only}
 * @param title what was done, in one line
 * @param axis what there is more and more of
 * @param columns what was measured, with its unit
 * @param points in the order in which the amount grows
 * @param notes what else a reader must know, such as why it ends early
 */
public record Curve(
        String name,
        String title,
        String axis,
        List<String> columns,
        List<Point> points,
        List<String> notes) {

    public Curve {
        columns = List.copyOf(columns);
        points = List.copyOf(points);
        notes = List.copyOf(notes);
        for (var point : points) {
            if (point.figures().size() != columns.size()) {
                throw new IllegalArgumentException(
                        name
                                + " at "
                                + point.amount()
                                + ": "
                                + point.figures()
                                + " for "
                                + columns);
            }
        }
    }
}
