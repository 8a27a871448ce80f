package io.tieline.bench.report;

import io.tieline.bench.compare.Results;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that one run of the program found.
 *
 * @param command as it was given
 * @param absent subjects that took no part, each with the reason
 */
public record Report(
        Machine machine, Instant when, String command, List<String> absent, List<Results> results) {

    public Report {
        absent = List.copyOf(absent);
        results = List.copyOf(results);
    }

    /** What came of a workload, if it was run. */
    @Nullable Results of(String workload) {
        return find(workload).orElse(null);
    }

    Optional<Results> find(String workload) {
        return results.stream()
                .filter(result -> result.workload().name().equals(workload))
                .findFirst();
    }
}
