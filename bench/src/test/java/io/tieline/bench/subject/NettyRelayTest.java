package io.tieline.bench.subject;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.bench.Loops;
import io.tieline.bench.load.Effort;
import io.tieline.bench.load.Load;
import io.tieline.bench.load.Work;
import io.tieline.bench.load.Work.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The relay as it is measured, in a process of its own. */
@Timeout(60)
final class NettyRelayTest {

    private static final Route ROUTE = new Route(false, false, false);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final List<Work> KINDS =
            List.of(
                    new Work(Kind.ECHO, 200, false),
                    new Work(Kind.ECHO, 102_400, false),
                    new Work(Kind.STREAM, 200, false),
                    new Work(Kind.ASK, 200, false),
                    new Work(Kind.SESSION, 200, false),
                    new Work(Kind.ECHO, 200, true));

    @TempDir private Path logs;

    @Test
    void everyKindOfCallComesBackRightThroughTheRelay() throws Exception {
        everyKindComesBackRight(NettyRelay.usual());
    }

    @Test
    void soItDoesOnIoUringWhereThatCanBeHad() throws Exception {
        var relay = NettyRelay.onIoUring();
        if (relay.cannot(ROUTE) == null) {
            everyKindComesBackRight(relay);
        } else {
            assertThat(relay.cannot(ROUTE)).startsWith("no io_uring: ");
        }
    }

    private void everyKindComesBackRight(Subject relay) throws Exception {
        try (var backend = Backend.start();
                var running = relay.start(new Site(Path.of(".."), logs, backend), ROUTE)) {
            for (var work : KINDS) {
                try (var load = Load.open(Loops.open(1), running.uri(), work, 8, PATIENCE)) {
                    var outcome =
                            load.run(
                                    Effort.closedLoop(Duration.ZERO, Duration.ofMillis(200)),
                                    () -> 0);

                    assertThat(outcome.firstError()).as(work.toString()).isNull();
                    assertThat(outcome.calls()).as(work.toString()).isPositive();
                }
            }
        }
    }

    @Test
    void itsJvmHasTheFlagsOfTieline() throws Exception {
        var options = new ArrayList<>(Files.readAllLines(Path.of("../bin/options/always")));
        options.addAll(Files.readAllLines(Path.of("../bin/options/usual")));
        assertThat(options).containsAll(NettyRelay.FLAGS);
    }

    @Test
    void onlyWhatRunsOnIoUringOrWatchesMoreHasToBeNamed() {
        assertThat(Subject.all())
                .filteredOn(subject -> !subject.isUsual())
                .extracting(Subject::name)
                .containsExactly(
                        "netty-uring", "tieline-uring", "tieline-telemetry", "tieline-audit");
    }
}
