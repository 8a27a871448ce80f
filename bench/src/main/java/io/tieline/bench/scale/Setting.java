package io.tieline.bench.scale;

import io.tieline.bench.Loops;
import io.tieline.bench.load.Effort;
import io.tieline.bench.subject.Backend;
import io.tieline.bench.subject.Running;
import io.tieline.bench.subject.Site;
import io.tieline.bench.subject.Tieline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What all curves are measured with.
 *
 * @param project the top of the source tree
 * @param logs where the gateway's output goes
 * @param quick whether to end sooner: less work, shorter times
 * @param progress is told what is being done
 */
record Setting(Path project, Path logs, Loops loops, boolean quick, Consumer<String> progress) {

    Site site(String curve, Backend backend) {
        return new Site(project, logs.resolve("scale-" + curve), backend);
    }

    /** The gateway before this backend, over HTTP. */
    Running gateway(String curve, Backend backend, String javaOptions)
            throws IOException, InterruptedException {
        return Tieline.start(
                site(curve, backend), javaOptions, List.of("--backend", backend.uri().toString()));
    }

    /** Of the amounts of a curve, those that are asked for. */
    List<Integer> amounts(List<Integer> ifQuick, List<Integer> all) {
        return quick ? ifQuick : all;
    }

    /** One run at a point of a curve. */
    Effort effort() {
        return Effort.closedLoop(
                Duration.ofMillis(quick ? 300 : 500), Duration.ofMillis(quick ? 700 : 3000));
    }

    /** What precedes the first point, so that the gateway's code is compiled. */
    Effort warmUp() {
        return Effort.closedLoop(Duration.ZERO, Duration.ofSeconds(quick ? 2 : 8));
    }

    /** For what is opened at one point. */
    Duration patience() {
        return Duration.ofMinutes(2);
    }
}
