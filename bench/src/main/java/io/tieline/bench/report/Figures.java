package io.tieline.bench.report;

import io.tieline.bench.compare.Spread;
import java.util.Locale;

/** Figures as they stand in a table: the median, and behind it the spread. */
final class Figures {

    static final String NONE = "–";

    private Figures() {}

    static String spread(Spread spread) {
        return spread.isKnown()
                ? number(spread.median())
                        + " ("
                        + number(spread.least())
                        + "–"
                        + number(spread.greatest())
                        + ")"
                : NONE;
    }

    static String median(Spread spread) {
        return spread.isKnown() ? number(spread.median()) : NONE;
    }

    static String ratio(Spread spread) {
        return spread.isKnown()
                ? ratio(spread.median())
                        + " ("
                        + ratio(spread.least())
                        + "–"
                        + ratio(spread.greatest())
                        + ")"
                : NONE;
    }

    private static String ratio(double ratio) {
        return ratio < 10 ? String.format(Locale.ROOT, "%.2f", ratio) : number(ratio);
    }

    /** Three digits that say something; more only before the point. */
    static String number(double number) {
        double size = Math.abs(number);
        return size < 10
                ? String.format(Locale.ROOT, "%.2f", number)
                : size < 100
                        ? String.format(Locale.ROOT, "%.1f", number)
                        : String.format(Locale.ROOT, "%,.0f", number);
    }
}
