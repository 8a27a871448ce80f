package io.tieline.bench.scale;

import java.util.List;

/**
 * What was measured at one amount of work.
 *
 * @param amount of what stands on the curve's axis
 * @param figures as many as the curve has columns; not a number where one is not known
 */
public record Point(long amount, List<Double> figures) {

    public Point {
        figures = List.copyOf(figures);
    }

    static Point of(long amount, Double... figures) {
        return new Point(amount, List.of(figures));
    }
}
