package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A backend is given up when it hangs, and never because it is slow (scenario 183): on a shared
 * channel and with streams, in either era.
 */
final class LifeSignsTest {

    private static final Duration IDLE = TimeLimits.DEFAULT.idle();

    /** So long a call that was taken back keeps its turn where several clients share. */
    private static final Duration TURN = Duration.ofSeconds(2);

    private static final Duration LONG = Duration.ofMinutes(1);

    /** How a backend is reached. */
    enum Reached {
        BY_A_CHANNEL,
        BY_A_CHANNEL_OF_SEVERAL_CLIENTS,
        BY_STREAMS,
        WITHOUT_SESSION_BY_A_CHANNEL,
        WITHOUT_SESSION_BY_STREAMS;

        private BackendWorld open() {
            return switch (this) {
                case BY_A_CHANNEL -> BackendWorld.own();
                case BY_A_CHANNEL_OF_SEVERAL_CLIENTS -> BackendWorld.shared();
                case BY_STREAMS -> BackendWorld.streams();
                case WITHOUT_SESSION_BY_A_CHANNEL -> discovered(false);
                case WITHOUT_SESSION_BY_STREAMS -> discovered(true);
            };
        }

        private static BackendWorld discovered(boolean attributes) {
            var world = BackendWorld.stateless(attributes);
            world.link.isDiscovered();
            return world;
        }

        /** What it is asked for a sign of life. */
        private String question() {
            return switch (this) {
                case BY_A_CHANNEL, BY_A_CHANNEL_OF_SEVERAL_CLIENTS, BY_STREAMS -> Method.PING;
                case WITHOUT_SESSION_BY_A_CHANNEL, WITHOUT_SESSION_BY_STREAMS ->
                        Method.SERVER_DISCOVER;
            };
        }
    }

    /** What a backend may do while its calls run out of time. */
    enum Sign {
        LATE_ANSWER,
        PING,
        PROGRESS,
        LOG,
        ANYTHING_ELSE;

        private void happens(BackendWorld world, Request late) {
            switch (this) {
                case LATE_ANSWER -> world.link.answers(late, "{\"content\":[]}");
                case PING -> world.link.says("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}");
                case PROGRESS ->
                        world.link.says(
                                notification(
                                        "progress",
                                        "{\"progressToken\":" + late.id() + ",\"progress\":1}"));
                case LOG ->
                        world.link.says(notification("message", "{\"level\":\"info\",\"data\":1}"));
                case ANYTHING_ELSE -> world.link.isHeard();
            }
        }

        private static String notification(String name, String params) {
            return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/"
                    + name
                    + "\",\"params\":"
                    + params
                    + "}";
        }
    }

    private static void slowCalls(BackendWorld world, int number) {
        for (int i = 0; i < number; i++) {
            world.call("slow");
            world.clock.pass(IDLE.plus(TURN));
        }
    }

    @ParameterizedTest
    @EnumSource
    void scenario183EverySignOfLifeKeepsASlowBackendHoweverManyCallsItMisses(Sign sign) {
        for (var reached : Reached.values()) {
            var world = reached.open();
            for (int i = 0; i < 12; i++) {
                slowCalls(world, 1);
                sign.happens(world, world.link.tool("slow"));
            }
            assertThat(world.link.requests(reached.question()))
                    .as("%s", reached)
                    .hasSizeLessThan(2);
            assertThat(world.end).as("%s", reached).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void scenario183ABackendThatSaysNothingAtAllIsAskedAndThenGivenUp(Reached reached) {
        var world = reached.open();
        int before = world.link.requests(reached.question()).size();
        slowCalls(world, 3);
        assertThat(world.link.requests(reached.question())).hasSize(before + 1);
        assertThat(world.end).isNull();
        world.clock.pass(TimeLimits.DEFAULT.cap().minus(IDLE.multipliedBy(2)));
        assertThat(world.end).as("one of its calls may still be at work").isNull();
        var crossing = world.call("crossing");
        world.clock.pass(IDLE.multipliedBy(2));
        assertThat(world.link.isClosed()).isTrue();
        assertThat(world.end).isNotNull();
        assertThat(world.end.kind()).isEqualTo(LinkFailure.Kind.TIMED_OUT);
        assertThat(world.end.message()).contains("3 calls in a row", "sign of life");
        assertThat(crossing.failure()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void scenario183AnAnswerToTheQuestionKeepsTheSessionBeItAnError(Reached reached) {
        var world = reached.open();
        for (int round = 0; round < 3; round++) {
            slowCalls(world, 3);
            world.link.fails(
                    world.link.requests(reached.question()).getLast(),
                    "{\"code\":-32601,\"message\":\"What is that?\"}");
            world.clock.pass(LONG);
        }
        assertThat(world.end).isNull();
        world.call("quick");
        world.ends("quick");
        assertThat(world.counts.counted()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anythingThatIsHeardWhileItIsAskedKeepsTheSession(Sign sign) {
        var world = BackendWorld.own();
        slowCalls(world, 3);
        sign.happens(world, world.link.tool("slow"));
        world.clock.pass(LONG);
        assertThat(world.end).isNull();
        slowCalls(world, 3);
        assertThat(world.link.requests(Method.PING)).hasSize(2);
        world.clock.pass(TimeLimits.DEFAULT.cap());
        assertThat(world.end).isNotNull();
    }

    /** Point 1 and 4 of what slow programs do: one call after the other, and nothing beside it. */
    @ParameterizedTest
    @EnumSource
    void scenario183CallsThatRanAtTheSameTimeAreMissedOnce(Reached reached) {
        var world = reached.open();
        int before = world.link.requests(reached.question()).size();
        for (int i = 0; i < 2; i++) {
            for (int call = 0; call < 5; call++) {
                world.call("slow" + call);
            }
            // Where calls take turns they run out of time one after the other.
            world.clock.pass(reached == Reached.BY_A_CHANNEL_OF_SEVERAL_CLIENTS ? LONG : IDLE);
        }
        assertThat(world.link.requests(reached.question())).hasSize(before);
        assertThat(world.end).isNull();
    }

    @Test
    void scenario183ABackendThatDoesOneThingAfterTheOtherIsNotGivenUpWhileItMayBeAtWork() {
        var world = BackendWorld.own();
        slowCalls(world, 5);
        var late = world.link.tool("slow");
        world.clock.pass(TimeLimits.DEFAULT.cap().minus(IDLE.multipliedBy(5)));
        world.link.answers(late, "{\"content\":[]}");
        world.clock.pass(TimeLimits.DEFAULT.cap().multipliedBy(2));
        assertThat(world.end).isNull();
    }

    @Test
    void aQuestionThatCannotEvenBeSentEndsTheSession() {
        var world = BackendWorld.streams();
        slowCalls(world, 3);
        world.link.stream(world.link.requests(Method.PING).getLast())
                .failed(LinkFailure.of(LinkFailure.Kind.GONE, "Nobody listens"));
        assertThat(world.end).isNotNull();
    }

    @Test
    void aQuestionForWhichThereIsNoRoomProvesNothing() {
        var world = BackendWorld.streams();
        slowCalls(world, 3);
        world.link.stream(world.link.requests(Method.PING).getLast())
                .failed(LinkFailure.of(LinkFailure.Kind.OVERLOADED, "Too many"));
        world.clock.pass(LONG);
        assertThat(world.end).isNull();
        slowCalls(world, 1);
        assertThat(world.link.requests(Method.PING)).hasSize(2);
    }

    @Test
    void theQuestionTakesNoCallsPlaceWhenItsCauseIsLookedFor() {
        var world = BackendWorld.own();
        slowCalls(world, 3);
        var call = world.call("asking");
        world.asks("1");
        assertThat(call.questions()).hasSize(1);
        assertThat(world.outOfBand).isEmpty();
    }

    @Test
    void aStartThatTakesTooLongNamesTheOptionAndTheLastWords() {
        var world = BackendWorld.greeting();
        world.link.lastSaid("npm warn exec downloading");
        world.clock.pass(TimeLimits.DEFAULT.initialize());
        assertThat(world.end).isNotNull();
        assertThat(world.end.kind()).isEqualTo(LinkFailure.Kind.TIMED_OUT);
        assertThat(world.end.message())
                .contains("60 s", "--start-timeout", "startTimeout", "npm warn exec downloading");
    }

    @Test
    void aCallThatIsTooLongInAllNamesThatLimitAndASilentOneTheOther() {
        var world = BackendWorld.own();
        var silent = world.call("silent");
        world.clock.pass(IDLE);
        assertThat(silent.failure()).isNotNull();
        assertThat(silent.failure().message()).contains("--call-timeout", "600 s");
        var busy =
                world.call("busy", Json.of("{\"name\":\"busy\",\"_meta\":{\"progressToken\":1}}"));
        for (int i = 0; i < 12; i++) {
            world.clock.pass(Duration.ofMinutes(5));
            Sign.PROGRESS.happens(world, world.link.tool("busy"));
        }
        assertThat(busy.failure()).isNotNull();
        assertThat(busy.failure().message()).contains("--call-limit", "3600 s");
    }
}
