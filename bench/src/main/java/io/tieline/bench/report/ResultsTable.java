package io.tieline.bench.report;

import io.tieline.bench.compare.Results;
import io.tieline.bench.compare.Row;
import io.tieline.bench.compare.Row.State;
import io.tieline.bench.compare.Sample;

/** One workload as a table, with what failed and what took no part below it. */
public final class ResultsTable {

    private ResultsTable() {}

    /** In Markdown, with a heading of the third level. */
    public static String of(Results results) {
        var workload = results.workload();
        var heading =
                "### "
                        + workload.name()
                        + "\n\n"
                        + workload.title()
                        + "; "
                        + workload.clients()
                        + (workload.clients() == 1 ? " connection" : " connections")
                        + "\n\n";
        var notes = new StringBuilder();
        for (var row : results.rows()) {
            if (row.state() != State.MEASURED) {
                notes.append(
                        "- %s: %s%s%n"
                                .formatted(
                                        row.subject(),
                                        row.state() == State.FAILED ? "FAILED: " : "not here: ",
                                        row.reason()));
            }
        }
        var own = results.of("tieline");
        if (own != null && results.timesBefore(own).isKnown()) {
            notes.append(
                    "- tieline costs %s times the CPU of tieline-before, round by round%n"
                            .formatted(Figures.ratio(results.timesBefore(own))));
        }
        return heading + table(results) + (notes.isEmpty() ? "" : "\n" + notes);
    }

    private static Table table(Results results) {
        var table =
                new Table(
                        "subject",
                        "calls/s",
                        "CPU µs per call",
                        "× nginx",
                        "p50 µs",
                        "over direct",
                        "p99 µs",
                        "p99.9 µs",
                        "peak MB",
                        "errors",
                        "backends");
        for (var row : results.rows()) {
            switch (row.state()) {
                case MEASURED -> measured(table, results, row);
                case FAILED -> table.add(row.subject(), "FAILED");
                case CANNOT -> {}
            }
        }
        return table;
    }

    private static void measured(Table table, Results results, Row row) {
        int backends = row.samples().stream().mapToInt(Sample::backends).max().orElse(0);
        var memory = row.spread(sample -> sample.peakBytes() / 1e6);
        table.add(
                row.subject(),
                Figures.spread(row.spread(Sample::perSecond)),
                Figures.spread(row.spread(Sample::cpu)),
                Figures.ratio(results.timesNginx(row)),
                Figures.spread(row.spread(Sample::p50)),
                Figures.spread(results.added(row)),
                Figures.median(row.spread(Sample::p99)),
                Figures.median(row.spread(Sample::p999)),
                memory.greatest() > 0 ? Figures.number(memory.greatest()) : Figures.NONE,
                Long.toString(row.errors()),
                backends > 0 ? Integer.toString(backends) : Figures.NONE);
    }
}
