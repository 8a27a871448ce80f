package io.tieline.bench.report;

import io.tieline.bench.compare.Results;
import io.tieline.bench.compare.Row;
import io.tieline.bench.compare.Row.State;
import io.tieline.bench.compare.Sample;
import io.tieline.bench.compare.Spread;
import io.tieline.bench.load.Work.Kind;
import java.util.Optional;

/** What a question costs beside a plain call, by message carried. */
final class Questions {

    private static final String PLAIN = "plain-200";

    private Questions() {}

    /**
     * A table of every call that was asked in; empty if there are none, or no plain calls beside.
     */
    static Optional<String> table(Report report) {
        var plain = report.find(PLAIN);
        var asked =
                report.results().stream()
                        .filter(results -> results.workload().work().kind() == Kind.ASK)
                        .toList();
        if (plain.isEmpty() || asked.isEmpty()) {
            return Optional.empty();
        }
        var table =
                new Table(
                        "workload, subject",
                        "CPU µs per round trip",
                        "per message",
                        "× a plain call's");
        for (var results : asked) {
            for (var row : results.rows()) {
                var perMessage = results.cpuPerMessage(row);
                if (row.state() == State.MEASURED && perMessage.isKnown()) {
                    table.add(
                            results.workload().name() + ", " + row.subject(),
                            Figures.spread(row.spread(Sample::cpu)),
                            Figures.spread(perMessage),
                            Figures.ratio(timesPlain(plain.get(), results, row)));
                }
            }
        }
        return Optional.of(table.toString());
    }

    /** CPU time by message over that of the same subject's plain calls, round by round. */
    static Spread timesPlain(Results plain, Results asked, Row row) {
        return row.beside(
                plain.of(row.subject()),
                (its, other) ->
                        its.cpu()
                                / asked.workload().messages()
                                / (other.cpu() / plain.workload().messages()));
    }
}
