package io.tieline.bench.compare;

import io.tieline.bench.Loops;
import io.tieline.bench.subject.Backend;
import io.tieline.bench.subject.Site;
import io.tieline.bench.subject.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gives workloads to subjects: all started, all warmed up, then measured in turns, round by round.
 */
public final class Comparison {

    private final Path project;
    private final Path logs;
    private final List<Subject> subjects;
    private final Plan plan;
    private final Loops loops;
    private final Consumer<String> progress;

    /**
     * @param project the top of the source tree
     * @param logs where the subjects' output goes
     * @param progress is told what is being done
     */
    public Comparison(
            Path project,
            Path logs,
            List<Subject> subjects,
            Plan plan,
            Loops loops,
            Consumer<String> progress) {
        this.project = project;
        this.logs = logs;
        this.subjects = List.copyOf(subjects);
        this.plan = plan;
        this.loops = loops;
        this.progress = progress;
    }

    /**
     * Runs one workload to its end.
     *
     * @throws IOException if the backend cannot be started
     */
    public Results run(Workload workload) throws IOException, InterruptedException {
        var contestants = subjects.stream().map(Contestant::new).toList();
        try (var backend = Backend.start()) {
            var site = new Site(project, logs.resolve(workload.name()), backend);
            try {
                measure(workload, site, contestants);
            } finally {
                contestants.forEach(Contestant::close); // their backend hears of it
            }
        }
        return new Results(workload, contestants.stream().map(Contestant::row).toList());
    }

    private void measure(Workload workload, Site site, List<Contestant> contestants)
            throws InterruptedException {
        for (var contestant : contestants) {
            progress.accept(workload.name() + ": warming up " + contestant.name());
            contestant.start(site, workload, loops, plan.patience());
            contestant.warmUp(plan);
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            progress.accept(workload.name() + ": round " + round + " of " + plan.rounds());
            for (var contestant : contestants) {
                contestant.round(plan, rate(workload, contestant, contestants));
            }
        }
    }

    /**
     * Of an open loop, as much as it and Tieline can bear, so that those who can are asked the
     * same.
     */
    private static double rate(
            Workload workload, Contestant contestant, List<Contestant> contestants) {
        double most =
                contestants.stream()
                        .filter(other -> other.takesPart() && other.name().equals("tieline"))
                        .mapToDouble(Contestant::fullRate)
                        .findFirst()
                        .orElse(Double.MAX_VALUE);
        return workload.share() * Math.min(most, contestant.fullRate());
    }
}
