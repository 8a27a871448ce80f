package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.CallRule;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call ends once: answered, taken back, left behind by its client, or out of time. */
@Timeout(20)
final class CancellationTest {

    @ParameterizedTest
    @EnumSource
    void whatItsClientTakesBackIsTakenBackAtTheServerUnderItsOwnIdAndReason(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            var call = client.call("slow");
            call.cancel("changed my mind");
            var taken = world.server.notifications(Method.CANCELLED).getLast();
            assertThat(taken.json().at("params", "requestId"))
                    .isEqualTo(world.server.call("slow").request().id().json());
            assertThat(taken.json().text("params", "reason")).isEqualTo("changed my mind");
            assertThat(call.isAborted()).isTrue();
            world.server.call("slow").answer("too late");
            assertThat(call.messages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneCallIsTakenBackAndNotItsNeighbour(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            var one = client.call("one");
            var other = client.call("two");
            one.cancel("not this");
            world.server.call("two").answer("done");
            assertThat(other.text()).isEqualTo("done");
            assertThat(world.server.call("two").isLeft()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FOR_ITS_CLIENT", "FOR_ALL", "FOR_A_KEY"})
    void aClientThatLeavesTakesItsCallsBack(Kept kept) {
        try (var world = kept.world()) {
            var client = kept.client(world);
            client.call("slow");
            client.close();
            assertThat(world.server.call("slow").isLeft()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallWithoutASignOfLifeEndsInTime(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            var call = client.call("slow");
            var idle = GatewaySettings.DEFAULT.limits().idle();
            world.clock.advance(idle.minusSeconds(1));
            assertThat(call.isOver()).isFalse();
            world.clock.advance(Duration.ofSeconds(1));
            assertThat(call.error().code()).isEqualTo(ErrorCode.BACKEND_TIMED_OUT);
            assertThat(world.server.call("slow").isLeft()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSignOfLifeBeginsTheSilenceAnewUpToTheEndOfAll(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            var call = client.call("slow");
            var step = GatewaySettings.DEFAULT.limits().idle().dividedBy(2);
            var spent = Duration.ZERO;
            while (spent.plus(step).compareTo(GatewaySettings.DEFAULT.limits().cap()) < 0) {
                world.clock.advance(step);
                world.server.call("slow").log("info", "working");
                spent = spent.plus(step);
                assertThat(call.isOver()).isFalse();
            }
            world.clock.advance(step);
            assertThat(call.error().code()).isEqualTo(ErrorCode.BACKEND_TIMED_OUT);
        }
    }

    @Test
    void aQuestionIsWithdrawnFromTheClientWhenItsCallEnds() {
        try (var world = Kept.FOR_ITS_CLIENT.world();
                var client = Kept.FOR_ITS_CLIENT.client(world)) {
            var call = client.call("book");
            var _ = world.server.call("book").elicit("Which seat?");
            world.server.call("book").answer("never mind");
            assertThat(call.text()).isEqualTo("never mind");
            call.question().accept(Json.EMPTY_OBJECT);
            assertThat(world.observer.faults()).isEmpty();
        }
    }

    @Test
    void progressComesUnderTheClientsOwnToken() {
        try (var world = Kept.FOR_ALL.world();
                var alice = Kept.FOR_ALL.client(world);
                var bob = Kept.FOR_ALL.client(world)) {
            var ofAlice = withToken(alice, "one");
            var ofBob = withToken(bob, "two");
            world.server.call("two").progress(2);
            world.server.call("one").progress(1);
            assertThat(ofAlice.notifications(Method.PROGRESS))
                    .extracting(told -> told.json().part("params").toString())
                    .containsExactly("{\"progressToken\":7,\"progress\":1}");
            assertThat(ofBob.notifications(Method.PROGRESS))
                    .extracting(told -> told.json().part("params").toString())
                    .containsExactly("{\"progressToken\":7,\"progress\":2}");
        }
    }

    private static RecordedReply withToken(RecordedClient client, String tool) {
        return client.request(
                Method.TOOLS_CALL,
                Json.object("name", tool, "_meta", Json.object("progressToken", 7)));
    }

    @Test
    void onOneChannelAQuestionOfTheOnlyCallIsItsOwn() {
        try (var world =
                        new GatewayWorld(
                                ScriptedServer.stateful().onOneChannel(), GatewaySettings.DEFAULT);
                var client = world.client()) {
            var call = client.call("book");
            var _ = world.server.call("book").elicit("Which seat?");
            assertThat(call.question().message()).isEqualTo("Which seat?");
        }
    }

    @Test
    void onOneChannelWhatNeedsCertaintyRunsOneAfterTheOther() {
        var settings = GatewaySettings.DEFAULT.withCalls(CallRule.SERIAL);
        try (var world = new GatewayWorld(ScriptedServer.stateful().onOneChannel(), settings);
                var client = world.client()) {
            client.call("one");
            client.call("two");
            assertThat(world.server.calls("two")).isZero();
            world.server.call("one").answer("done");
            assertThat(world.server.calls("two")).isEqualTo(1);
        }
    }
}
