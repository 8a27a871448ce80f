package io.tieline.bench.compare;

import io.tieline.bench.subject.Tieline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of one workload, by subject. */
public record Results(Workload workload, List<Row> rows) {

    public Results {
        rows = List.copyOf(rows);
    }

    /** The row of a subject, if it took part. */
    public @Nullable Row of(String subject) {
        return rows.stream().filter(row -> row.subject().equals(subject)).findFirst().orElse(null);
    }

    /** CPU time for one call, over that of nginx in the same round. */
    public Spread timesNginx(Row row) {
        return row.beside(of("nginx"), (its, nginx) -> its.cpu() / nginx.cpu());
    }

    /** CPU time for one call, over that of the earlier Tieline in the same round. */
    public Spread timesBefore(Row row) {
        return row.subject().equals(Tieline.BEFORE)
                ? Spread.NONE
                : row.beside(of(Tieline.BEFORE), (its, before) -> its.cpu() / before.cpu());
    }

    /** Median latency over that of no subject in the same round, in microseconds. */
    public Spread added(Row row) {
        return row.subject().equals("direct")
                ? Spread.NONE
                : row.beside(of("direct"), (its, direct) -> its.p50() - direct.p50());
    }

    /** CPU time for one message that a client sends or receives, in microseconds. */
    public Spread cpuPerMessage(Row row) {
        return row.spread(sample -> sample.cpu() / workload.messages());
    }
}
