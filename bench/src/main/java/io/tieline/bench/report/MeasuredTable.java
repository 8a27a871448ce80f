package io.tieline.bench.report;

import io.tieline.bench.jmh.Measured;
import java.util.List;

/** What single operations cost, as a table. */
public final class MeasuredTable {

    private MeasuredTable() {}

    /** In Markdown, a row for each. */
    public static String of(List<Measured> all) {
        var table = new Table("operation", "ns", "±", "bytes allocated");
        for (var one : all) {
            table.add(
                    one.title(),
                    Figures.number(one.nanos()),
                    Double.isNaN(one.error()) ? Figures.NONE : Figures.number(one.error()),
                    Double.isNaN(one.bytes())
                            ? Figures.NONE
                            : "%,d".formatted(Math.round(one.bytes())));
        }
        return table.toString();
    }
}
