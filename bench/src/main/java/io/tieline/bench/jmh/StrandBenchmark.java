package io.tieline.bench.jmh;

import io.tieline.session.Strand;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** The hand-over of a task that costs nothing. */
@State(Scope.Benchmark)
public class StrandBenchmark {

    private final Strand strand =
            new Strand(fault -> {
                throw new IllegalStateException(fault);
            });
    private long runs; // on the strand
    private final Runnable task = this::ran;

    private void ran() {
        runs++;
    }

    @Benchmark
    public long alone() {
        strand.run(task);
        return runs;
    }

    /** The time is that of each of the two threads. */
    @Benchmark
    @Threads(2)
    public void contendedByTwo() {
        strand.run(task);
    }
}
