package io.tieline.testkit.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Several servers behind one front in random worlds. For a longer run: {@code
 * -Dtieline.federated.histories=1000000}; to replay one history, whose seed a failure names: {@code
 * -Dtieline.federated.seed=S}.
 */
final class FederatedSimulationTest {

    private static final int HISTORIES = 500;

    @Test
    void everyHistoryKeepsThePromises(TestReporter reporter) {
        var replayed = Long.getLong("tieline.federated.seed");
        long first = replayed == null ? 1 : replayed;
        long count =
                Integer.getInteger("tieline.federated.histories", replayed == null ? HISTORIES : 1);
        long began = System.nanoTime();
        LongStream.range(first, first + count).forEach(FederatedSimulationTest::judge);
        var took = Duration.ofNanos(System.nanoTime() - began);
        reporter.publishEntry(
                "federations",
                "%d histories, %d per second"
                        .formatted(count, count * 1000 / Math.max(1, took.toMillis())));
    }

    private static void judge(long seed) {
        var history = FederatedSimulation.run(seed, FederatedWiring.STRAIGHT);
        assertThat(history.findings())
                .as(() -> "mvn ... -Dtieline.federated.seed=" + seed + "\n" + history.trace())
                .isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameHistoryLineByLine() {
        for (long seed = 1; seed <= 20; seed++) {
            var trace = FederatedSimulation.run(seed, FederatedWiring.STRAIGHT).trace();
            assertThat(FederatedSimulation.run(seed, FederatedWiring.STRAIGHT).trace())
                    .isEqualTo(trace);
        }
    }
}
