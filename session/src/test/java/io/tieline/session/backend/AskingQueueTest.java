package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Observer;
import io.tieline.wire.Json;
import io.tieline.wire.Response;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who waits for whom, and whom a question reaches, where the wire does not say. */
final class AskingQueueTest {

    private static final Duration SILENCE = Duration.ofMillis(6);

    @Test
    void theOnlyCallInFlightIsTheOneThatAsks() {
        var world = BackendWorld.own();
        var greet = world.call("greet");
        world.asks("0");
        assertThat(greet.questions()).hasSize(1);
        assertThat(world.outOfBand).isEmpty();
    }

    @Test
    void unknownToolsOverlapAndTheirQuestionIsTheClientsButNoCalls() {
        var world = BackendWorld.own();
        var a = world.call("a");
        var b = world.call("b");
        world.asks("0");
        assertThat(a.questions()).isEmpty();
        assertThat(b.questions()).isEmpty();
        assertThat(world.outOfBand).hasSize(1);
        assertThat(world.counts.counted()).containsExactly(Observer.Count.QUESTION_OUT_OF_BAND);
    }

    @Test
    void suspectsAreKeptApartUntilSeenAlone() {
        var world = BackendWorld.own();
        world.call("a");
        world.call("b");
        world.asks("0");
        world.ends("a");
        world.ends("b");

        var a = world.call("a");
        world.call("b");
        assertThat(world.link.requests("tools/call")).hasSize(3);
        world.asks("1");
        assertThat(a.questions()).hasSize(1);
    }

    @Test
    void toolsKnownToAskRunOneAtATimeAndPlainOnesBesideThem() {
        var world = BackendWorld.own();
        world.learn("greet");
        world.learnPlain("add");
        var first = world.call("greet");
        world.call("greet");
        world.call("add");
        assertThat(world.link.requests("tools/call")).hasSize(4);
        world.asks("1");
        assertThat(first.questions()).hasSize(1);
        assertThat(world.outOfBand).isEmpty();
    }

    @Test
    void twentyPlainCallsNeverWait() {
        var world = BackendWorld.own();
        for (int i = 0; i < 20; i++) {
            world.call("add");
        }
        assertThat(world.link.requests("tools/call")).hasSize(20);
    }

    @Test
    void aCallThatWaitsForItsClientLetsTheNextOneRun() {
        var world = BackendWorld.own();
        world.learn("greet");
        var first = world.call("greet");
        world.asks("1");
        var second = world.call("greet");
        assertThat(world.link.requests("tools/call")).hasSize(2);
        world.clock.pass(SILENCE);
        assertThat(world.link.requests("tools/call")).hasSize(3);
        world.asks("2");
        assertThat(first.questions()).hasSize(1);
        assertThat(second.questions()).hasSize(1);
    }

    @Test
    void anAnswerWaitsForTheTurnAndThenGoesFirst() {
        var world = BackendWorld.own();
        world.learn("greet");
        var first = world.call("greet");
        world.asks("1");
        world.clock.pass(SILENCE);
        world.call("greet");
        var running = world.link.tool("greet");
        world.call("greet");
        first.accepts();
        assertThat(answersTo(world, "1")).isZero();
        world.link.answers(running, "{}");
        assertThat(answersTo(world, "1")).isEqualTo(1);
        assertThat(world.link.requests("tools/call")).hasSize(3);
    }

    @Test
    void inAClientsOwnSessionNobodyWaitsLongerThanTwoSeconds() {
        var world = BackendWorld.own();
        world.learn("greet");
        world.call("greet");
        world.call("greet");
        world.clock.pass(Duration.ofMillis(1_999));
        assertThat(world.link.requests("tools/call")).hasSize(2);
        world.clock.pass(Duration.ofMillis(1));
        assertThat(world.link.requests("tools/call")).hasSize(3);
        assertThat(world.counts.counted()).containsExactly(Observer.Count.TURN_OVERRUN);
    }

    @Test
    void whereClientsShareASessionCallsRunOneAtATime() {
        var world = BackendWorld.shared();
        world.call("a");
        world.call("b");
        world.clock.pass(Duration.ofSeconds(30));
        assertThat(world.link.hasLeft("b")).isFalse();
        world.ends("a");
        assertThat(world.link.hasLeft("b")).isTrue();
    }

    @Test
    void aCancelledCallThatMayStillAskReachesNoStranger() {
        var world = BackendWorld.shared();
        world.call("a");
        var b = world.call("b");
        world.cancel("a", null);
        assertThat(world.link.hasLeft("b")).isFalse();
        world.clock.pass(Duration.ofSeconds(1));
        assertThat(world.link.hasLeft("b")).isTrue();
        world.asks("0");
        assertThat(b.questions()).isEmpty();
        assertThat(world.outOfBand).hasSize(1);
    }

    @Test
    void aCancelledCallThatIsAnsweredAfterAllFreesTheTurn() {
        var world = BackendWorld.shared();
        world.call("a");
        var b = world.call("b");
        world.cancel("a", null);
        world.ends("a");
        assertThat(world.link.hasLeft("b")).isTrue();
        world.asks("0");
        assertThat(b.questions()).hasSize(1);
    }

    @Test
    void aClientThatDropsItsAskedCallIsAskedForTheNextOne() {
        var world = BackendWorld.own();
        world.learn("greet");
        var first = world.call("greet");
        world.asks("1");
        world.cancel("greet", Json.string("changed my mind"));
        var second = world.call("greet");
        world.asks("2");
        assertThat(first.questions()).hasSize(1);
        assertThat(second.questions()).hasSize(1);
        assertThat(second.questions().getFirst().request().id()).hasToString("2");
    }

    @Test
    void twoQuestionsOfOneCallAreBothItsOwn() {
        var world = BackendWorld.own();
        world.learn("greet");
        var first = world.call("greet");
        world.asks("1");
        world.asks("2");
        world.clock.pass(SILENCE);
        world.call("greet");
        assertThat(first.questions()).hasSize(2);
        assertThat(world.link.requests("tools/call")).hasSize(3);
    }

    private static long answersTo(BackendWorld world, String id) {
        return world.link.sent().stream()
                .filter(Response.class::isInstance)
                .filter(message -> ((Response) message).id() != null)
                .filter(message -> id.equals(String.valueOf(((Response) message).id())))
                .count();
    }
}
