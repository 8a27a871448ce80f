package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * In a session that several clients share over a link that cannot attribute, a client that calls
 * and drops its calls keeps the turn a second each, and costs its neighbours one such second at a
 * time.
 */
final class FairTurnsTest {

    private static final Duration STEP = Duration.ofMillis(50);
    private static final int IN_LINE = 4;
    private static final Duration ONE = Duration.ofMillis(1_100);

    private final BackendWorld world = BackendWorld.shared();
    private int named;

    /** One call of a client, and since when it has waited. */
    private record Placed(String tool, Call call, long at) {}

    private Placed place(String client) {
        var tool = client + named++;
        var request = Request.of(Id.of(tool), Method.TOOLS_CALL, Json.object("name", tool));
        var options = CallOptions.of(TimeLimits.DEFAULT).of(client);
        var call = world.session.call(request, new Heard(), options);
        return new Placed(tool, call, world.clock.nanoTime());
    }

    /** The same of a tool that others call too. */
    private Call calls(String client, String tool) {
        var request = Request.of(Id.of(client), Method.TOOLS_CALL, Json.object("name", tool));
        var options = CallOptions.of(TimeLimits.DEFAULT).of(client);
        return world.session.call(request, new Heard(), options);
    }

    private boolean hasLeft(Placed placed) {
        return world.link.hasLeft(placed.tool());
    }

    /** Calls and drops, and has as many in line as before. */
    private final class Dropper {

        private final List<Placed> placed = new ArrayList<>();
        private final String client;

        Dropper(String client) {
            this.client = client;
            while (placed.size() < IN_LINE) {
                placed.add(place(client));
            }
        }

        void step() {
            for (var one : List.copyOf(placed)) {
                if (hasLeft(one)) {
                    one.call().cancel(null);
                    placed.remove(one);
                    placed.add(place(client));
                }
            }
        }
    }

    /** How long each of its calls waits for its turn. */
    private List<Duration> waits(int droppers) {
        var bad = new ArrayList<Dropper>();
        for (int i = 0; i < droppers; i++) {
            bad.add(new Dropper("dropper " + i + " "));
        }
        var waits = new ArrayList<Duration>();
        for (int i = 0; i < 8; i++) {
            var own = place("neighbour ");
            while (!hasLeft(own)) {
                bad.forEach(Dropper::step);
                world.clock.pass(STEP);
            }
            waits.add(Duration.ofNanos(world.clock.nanoTime() - own.at()));
            world.clock.pass(STEP);
            world.ends(own.tool());
        }
        return waits;
    }

    @Test
    void whoCallsInOrderWaitsForOneDropperAtTheMost() {
        assertThat(waits(1)).allMatch(wait -> wait.compareTo(ONE) <= 0);
    }

    @Test
    void howManyDropThemMakesNoDifference() {
        var waits = waits(6);
        // When nothing is known of anybody, each of them may be the first.
        assertThat(waits.getFirst()).isLessThanOrEqualTo(ONE.multipliedBy(6));
        assertThat(waits.subList(1, waits.size())).allMatch(wait -> wait.compareTo(ONE) <= 0);
    }

    @Test
    void whoeverComesWaitsForOneOfTheLongCallsThatOthersHaveInLine() {
        for (int i = 0; i < 20; i++) {
            calls("connection " + i, "slow");
        }
        calls("newcomer", "quick");
        world.clock.pass(Duration.ofSeconds(10));
        assertThat(world.link.hasLeft("quick")).isFalse();
        world.ends("slow");
        assertThat(world.link.hasLeft("quick")).isTrue();
    }

    @Test
    void whoDropsIsServedAllTheSame() {
        var dropper = place("dropper ");
        dropper.call().cancel(null);
        var own = place("neighbour ");
        var again = place("dropper ");
        world.clock.pass(Duration.ofSeconds(1));
        assertThat(hasLeft(own)).isTrue();
        assertThat(hasLeft(again)).isFalse();
        world.ends(own.tool());
        assertThat(hasLeft(again)).isTrue();
    }
}
