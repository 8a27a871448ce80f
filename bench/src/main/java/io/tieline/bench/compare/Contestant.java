package io.tieline.bench.compare;

import io.tieline.bench.Loops;
import io.tieline.bench.compare.Row.State;
import io.tieline.bench.load.Effort;
import io.tieline.bench.load.Load;
import io.tieline.bench.load.Outcome;
import io.tieline.bench.subject.Meter;
import io.tieline.bench.subject.Running;
import io.tieline.bench.subject.Site;
import io.tieline.bench.subject.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A subject under one workload, from its start to its row. What fails, fails it alone. */
final class Contestant implements AutoCloseable {

    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration AGAIN_UNDER_WAY = Duration.ofMillis(200);
    private static final double STILL_FALLS = 0.97;

    private final Subject subject;
    private final List<Sample> samples = new ArrayList<>();
    private State state = State.MEASURED;
    private @Nullable String reason;
    private @Nullable Running running;
    private @Nullable Load load;
    private double fullRate;

    Contestant(Subject subject) {
        this.subject = subject;
    }

    String name() {
        return subject.name();
    }

    /** How many calls it did in a second when it had nothing else to do. */
    double fullRate() {
        return fullRate;
    }

    boolean takesPart() {
        return load != null && state == State.MEASURED;
    }

    /** Starts it, and opens its clients. */
    void start(Site site, Workload workload, Loops loops, Duration patience)
            throws InterruptedException {
        reason = subject.cannot(workload.route());
        if (reason != null) {
            state = State.CANNOT;
            return;
        }
        try {
            running = subject.start(site, workload.route());
            load = Load.open(loops, running.uri(), workload.work(), workload.clients(), patience);
        } catch (IOException | Load.UnusableException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    private void fail(String why) {
        state = State.FAILED;
        reason = why;
    }

    /** Has it work until it gets no cheaper. */
    void warmUp(Plan plan) throws InterruptedException {
        double least = Double.MAX_VALUE;
        int calm = 0;
        // By the clock: of a slow subject, calls go on long after a step.
        long end = System.nanoTime() + plan.longestWarmUp().toNanos();
        while (takesPart() && calm < plan.calmSeconds() && System.nanoTime() < end) {
            var outcome = run(Effort.closedLoop(Duration.ZERO, STEP), meter());
            fullRate = outcome.perSecond();
            // Of one that has no process of its own, the rate tells.
            double cost = hasProcess() ? outcome.cpuMicrosPerCall() : 1 / fullRate;
            calm = cost < least * STILL_FALLS ? 0 : calm + 1;
            least = Math.min(least, cost);
        }
    }

    /** Measures it once. */
    void round(Plan plan, double perSecond) throws InterruptedException {
        if (!takesPart()) {
            return;
        }
        var meter = meter();
        meter.begin();
        var outcome = run(new Effort(AGAIN_UNDER_WAY, plan.measured(), perSecond), meter);
        samples.add(Sample.of(outcome, hasProcess(), meter));
    }

    private Outcome run(Effort effort, Meter meter) throws InterruptedException {
        var outcome = Objects.requireNonNull(load).run(effort, meter::cpuNanos);
        if (outcome.errors() > 0) {
            fail(outcome.firstError() + " (" + outcome.errors() + " errors)");
        }
        return outcome;
    }

    private Meter meter() {
        return running == null ? Meter.NOTHING : running.meter();
    }

    private boolean hasProcess() {
        return running != null && running.program() != null;
    }

    Row row() {
        return new Row(subject.name(), state, samples, reason);
    }

    @Override
    public void close() {
        if (load != null) {
            load.close();
        }
        if (running != null) {
            running.close();
        }
    }
}
