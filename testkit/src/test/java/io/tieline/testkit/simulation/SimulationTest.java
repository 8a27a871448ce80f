package io.tieline.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Question;
import io.tieline.session.backend.Call;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.StatelessClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The production core in random worlds. For a longer run: {@code -Dtieline.histories=1000000}; to
 * replay one history, whose seed a failure names: {@code -Dtieline.seed=S}.
 */
final class SimulationTest {

    private static final int HISTORIES = 24_500;

    @Test
    void everyHistoryKeepsThePromises(TestReporter reporter) {
        var replayed = Long.getLong("tieline.seed");
        long first = replayed == null ? 1 : replayed;
        long count = Integer.getInteger("tieline.histories", replayed == null ? HISTORIES : 1);
        long began = System.nanoTime();
        var crossing = new AtomicLong();
        long events =
                LongStream.range(first, first + count).map(seed -> eventsOf(seed, crossing)).sum();
        var took = Duration.ofNanos(System.nanoTime() - began);
        long perSecond = count * 1000 / Math.max(1, took.toMillis());
        reporter.publishEntry(
                "simulation",
                "%d histories with %d events, %d of them between the eras, %d histories per second"
                        .formatted(count, events, crossing.get(), perSecond));
        if (replayed == null) {
            assertThat(crossing.get()).isGreaterThan(count * 3 / 10);
        }
    }

    private static long eventsOf(long seed, AtomicLong crossing) {
        var history = Simulation.run(seed, Wiring.STRAIGHT);
        crossing.addAndGet(Simulation.crossesEras(history) ? 1 : 0);
        assertThat(Simulation.judge(history))
                .as(() -> "mvn ... -Dtieline.seed=" + seed + "\n" + history)
                .isEmpty();
        return history.length();
    }

    /**
     * Beyond those that every run tells: each once showed a fault of the core, of the world or of
     * the judge.
     */
    @ParameterizedTest
    @ValueSource(
            longs = {
                109_724, 121_214, 128_431, 141_742, 194_437, 219_016, 271_401, 447_618, 744_814,
                22_802, 979_814, 1_001_732, 1_276_470
            })
    void historiesThatOnceBrokeAPromiseKeepThemAll(long seed) {
        eventsOf(seed, new AtomicLong());
    }

    @Test
    void theSameSeedGivesTheSameHistoryEventByEvent() {
        for (long seed = 1; seed <= 100; seed++) {
            var history = Simulation.run(seed, Wiring.STRAIGHT);
            assertThat(Simulation.run(seed, Wiring.STRAIGHT)).hasToString(history.toString());
        }
    }

    @Test
    void differentSeedsGiveDifferentHistories() {
        var texts =
                LongStream.rangeClosed(1, 100)
                        .mapToObj(seed -> Simulation.run(seed, Wiring.STRAIGHT).toString());
        assertThat(texts).doesNotHaveDuplicates();
    }

    @Test
    void nothingIsLeftInTheCoreWhenEverybodyHasGone() {
        for (long seed = 1; seed <= 300; seed++) {
            var world = new World(seed, Wiring.STRAIGHT);
            world.run();
            var held = new Reachable(world.core());
            assertThat(held.of(Exchange.class)).as("exchanges, seed %d", seed).isEmpty();
            assertThat(held.of(Call.class)).as("calls, seed %d", seed).isEmpty();
            assertThat(held.of(Question.class)).as("questions, seed %d", seed).isEmpty();
            assertThat(held.of(StatelessClient.class)).as("visitors, seed %d", seed).isEmpty();
            assertThat(held.of(ClientSession.class)).as("sessions, seed %d", seed).isEmpty();
        }
    }
}
