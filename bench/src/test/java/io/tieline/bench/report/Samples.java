package io.tieline.bench.report;

import io.tieline.bench.compare.Results;
import io.tieline.bench.compare.Row;
import io.tieline.bench.compare.Row.State;
import io.tieline.bench.compare.Sample;
import io.tieline.bench.compare.Workload;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Made-up figures. */
final class Samples {

    private Samples() {}

    static Workload workload(String name) {
        return Workload.all().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A row with these CPU times by round. */
    static Row row(String subject, double... cpu) {
        return new Row(
                subject,
                State.MEASURED,
                Arrays.stream(cpu)
                        .mapToObj(it ->
                                new Sample(
                                        1_000, 1_000, it, 10 * it, 20, 30, 5_000_000, 0, 0, null))
                        .toList(),
                null);
    }

    static Report report(Results... results) {
        var machine = new Machine("a processor", 2, 8, "Linux", "a JDK", 0.1);
        return new Report(
                machine,
                Instant.parse("2026-11-20T10:00:00Z"),
                "bench/run",
                List.of("peer is not installed: no network"),
                List.of(results));
    }
}
