package io.tieline.bench.compare;

import java.util.Arrays;
import java.util.Collection;

/** The median of some figures, the least and the greatest. */
public record Spread(double median, double least, double greatest) {

    /** Of no figures: none. */
    public static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN);

    /** Leaves out what is not a number. */
    public static Spread of(Collection<Double> figures) {
        double[] sorted = figures.stream().mapToDouble(it -> it).filter(Double::isFinite).toArray();
        Arrays.sort(sorted);
        int count = sorted.length;
        if (count == 0) {
            return NONE;
        }
        double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
        return new Spread(median, sorted[0], sorted[count - 1]);
    }

    public boolean isKnown() {
        return Double.isFinite(median);
    }
}
