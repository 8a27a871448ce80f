package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** There are only so many sessions with a backend, whoever they serve. */
@Timeout(30)
final class SessionBoundsTest {

    private static final GatewaySettings TWO =
            GatewaySettings.DEFAULT.withMaxSessions(2).withRevision(Revision.LATEST_HANDSHAKE);

    @Test
    void theSessionThatIsIdleLongestGivesWayAndItsClientIsTold() {
        try (var world = GatewayWorld.stateful(TWO);
                var alice = world.client();
                var bob = world.client()) {
            alice.call("echo").result();
            world.clock.advance(Duration.ofSeconds(1));
            bob.call("echo").result();
            world.clock.advance(Duration.ofSeconds(1));
            var carol = world.client();
            assertThat(carol.call("echo").text()).isEqualTo("connection 3");
            assertThat(world.server.openConnections()).isEqualTo(2);
            assertThat(bob.call("echo").text()).isEqualTo("connection 2");
            var lost = alice.call("echo").error();
            assertThat(lost.code()).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
            assertThat(lost.message()).contains("gave way", "--max-sessions");
        }
    }

    @Test
    void aSessionInWhichSomethingIsUnderWayNeverGivesWay() {
        try (var world = GatewayWorld.stateful(TWO);
                var alice = world.client();
                var bob = world.client()) {
            var first = alice.call("slow");
            var second = bob.call("slow");
            var greeting = world.client().greeting().error();
            assertThat(greeting.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(greeting.message()).contains("2 sessions", "--max-sessions");
            assertThat(first.isOver()).isFalse();
            assertThat(second.isOver()).isFalse();
        }
    }

    @Test
    void aClientThatLeavesMakesRoom() {
        try (var world = GatewayWorld.stateful(TWO);
                var alice = world.client()) {
            var bob = world.client();
            alice.call("slow");
            bob.call("slow");
            bob.close();
            assertThat(world.client().call("echo").text()).isEqualTo("connection 3");
        }
    }

    @Test
    void aRequestThatNeedsASessionOfItsOwnIsRefusedWhileAllAreBusy() {
        var settings = TWO.withSessions(SessionPolicy.PER_REQUEST);
        try (var world = GatewayWorld.stateful(settings);
                var client = world.client()) {
            var held = new ArrayList<RecordedReply>();
            held.add(client.call("slow"));
            held.add(client.call("slow"));
            assertThat(client.call("echo").error().code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(held).noneMatch(RecordedReply::isOver);
            world.server.requests(Method.TOOLS_CALL).forEach(call -> call.answer("done"));
            assertThat(client.call("echo").text()).startsWith("connection");
        }
    }

    @Test
    void onesManyHandlesTakeNobodyElsesAway() {
        var settings =
                GatewaySettings.DEFAULT
                        .withStateKey(StateKey.HANDLE)
                        .withRevision(Revision.LATEST_HANDSHAKE);
        try (var world = GatewayWorld.stateful(settings)) {
            var bob = world.client(Revision.STATELESS, GatewayWorld.principal("bob"));
            var eve = world.client(Revision.STATELESS, GatewayWorld.principal("eve"));
            var handle = bob.call("tieline_open_session").text();
            var first = with(bob, handle).text();
            var oldest = eve.call("tieline_open_session").text();
            for (int i = 0; i < 300; i++) {
                eve.call("tieline_open_session").result();
            }
            assertThat(with(bob, handle).text()).isEqualTo(first);
            assertThat(with(eve, oldest).result().flag("isError")).isTrue();
        }
    }

    private static RecordedReply with(RecordedClient client, String handle) {
        return client.call("echo", Json.object("tieline_session", handle));
    }

    @Test
    void thereIsAtLeastOneSession() {
        assertThatThrownBy(() -> GatewaySettings.DEFAULT.withMaxSessions(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxSessions");
    }
}
