package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.session.Principal;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which backend session serves which client, by the policy that the gateway is given. */
final class SessionPolicyTest {

    private static final Duration IDLE = Duration.ofMinutes(5);

    private static final SessionPolicy BY_TEAM = new SessionPolicy.Pinned(SessionPolicyTest::team);

    private static String team(Caller caller) {
        var team = caller.headers().get("x-team");
        if (team == null) {
            throw new McpException(ErrorCode.INVALID_REQUEST, "Send the header x-team");
        }
        return team;
    }

    private static Caller of(String team) {
        return new Caller(Principal.LOCAL, Map.of("x-team", team));
    }

    private static GatewayWorld under(SessionPolicy policy) {
        return GatewayWorld.stateful(GatewaySettings.DEFAULT.withSessions(policy).withIdle(IDLE));
    }

    @Test
    void eachClientSessionHasABackendSessionOfItsOwnForAllItsRequests() {
        try (var world = under(SessionPolicy.PER_CLIENT_SESSION);
                var alice = world.client();
                var bob = world.client()) {
            assertThat(alice.call("echo").text()).isEqualTo("connection 1");
            assertThat(bob.call("echo").text()).isEqualTo("connection 2");
            assertThat(alice.call("echo").text()).isEqualTo("connection 1");
            assertThat(world.server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aClientsOwnBackendSessionEndsWithItsClient() {
        try (var world = under(SessionPolicy.PER_CLIENT_SESSION)) {
            var alice = world.client();
            alice.call("echo");
            assertThat(world.server.openConnections()).isEqualTo(1);
            alice.close();
            assertThat(world.server.openConnections()).isZero();
        }
    }

    @Test
    void aClientsOwnBackendSessionIsOpenedInItsName() {
        try (var world = under(SessionPolicy.PER_CLIENT_SESSION);
                var alice =
                        world.newClient().capabilities(Json.of("{\"sampling\":{}}")).connect()) {
            assertThat(alice.call("echo").text()).isEqualTo("connection 1");
            var initialize = world.server.request(Method.INITIALIZE).params();
            assertThat(initialize.at("clientInfo", "name")).isEqualTo(Json.string("recorded"));
            assertThat(initialize.get("capabilities")).isEqualTo(Json.of("{\"sampling\":{}}"));
        }
    }

    @Test
    void eachRequestHasABackendSessionThatEndsWithIt() {
        try (var world = under(SessionPolicy.PER_REQUEST);
                var alice = world.client()) {
            int before = world.server.connections();
            var first = alice.call("echo").text();
            var second = alice.call("echo").text();
            assertThat(first).isEqualTo("connection " + (before + 1));
            assertThat(second).isEqualTo("connection " + (before + 2));
            assertThat(world.server.openConnections()).isZero();
        }
    }

    @Test
    void aRequestThatIsUnderWayKeepsItsOwnBackendSession() {
        try (var world = under(SessionPolicy.PER_REQUEST);
                var alice = world.client()) {
            var slow = alice.call("slow");
            assertThat(alice.call("echo").isOver()).isTrue();
            assertThat(slow.isOver()).isFalse();
            assertThat(world.server.openConnections()).isEqualTo(1);
            world.server.call("slow").answer("done");
            assertThat(slow.text()).isEqualTo("done");
            assertThat(world.server.openConnections()).isZero();
        }
    }

    @Test
    void everybodySharesOneBackendSession() {
        try (var world = under(SessionPolicy.SHARED);
                var alice = world.client();
                var bob = world.client()) {
            assertThat(alice.call("echo").text()).isEqualTo("connection 1");
            assertThat(bob.call("echo").text()).isEqualTo("connection 1");
            assertThat(world.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aSharedBackendSessionIsOpenedInTheGatewaysNameForEveryQuestion() {
        try (var world = under(SessionPolicy.SHARED);
                var alice = world.newClient().capabilities(Json.EMPTY_OBJECT).connect()) {
            alice.call("echo");
            var initialize = world.server.request(Method.INITIALIZE).params();
            assertThat(initialize.text("clientInfo", "name")).isEqualTo("tieline");
            assertThat(initialize.part("capabilities").members())
                    .extracting(Json.Member::name)
                    .contains("elicitation", "sampling", "roots");
        }
    }

    @Test
    void aSharedBackendSessionEndsSomeTimeAfterItsLastClient() {
        try (var world = under(SessionPolicy.SHARED)) {
            var alice = world.client();
            var bob = world.client();
            alice.call("echo");
            alice.close();
            world.clock.advance(IDLE);
            assertThat(world.server.openConnections()).isEqualTo(1);
            bob.close();
            world.clock.advance(IDLE.minusSeconds(1));
            assertThat(world.server.openConnections()).isEqualTo(1);
            world.clock.advance(Duration.ofSeconds(1));
            assertThat(world.server.openConnections()).isZero();
        }
    }

    @Test
    void whoComesBackInTimeFindsTheSharedBackendSessionAgain() {
        try (var world = under(SessionPolicy.SHARED)) {
            world.client().close();
            world.clock.advance(IDLE.minusSeconds(1));
            try (var again = world.client()) {
                world.clock.advance(IDLE);
                assertThat(again.call("echo").text()).isEqualTo("connection 1");
            }
        }
    }

    @Test
    void whoNamesTheSameKeySharesABackendSession() {
        try (var world = under(BY_TEAM);
                var alice = world.client(Revision.LATEST_HANDSHAKE, of("red"));
                var bob = world.client(Revision.LATEST_HANDSHAKE, of("blue"));
                var carol = world.client(Revision.STATELESS, of("red"))) {
            assertThat(alice.call("echo").text()).isEqualTo("connection 1");
            assertThat(bob.call("echo").text()).isEqualTo("connection 2");
            assertThat(carol.call("echo").text()).isEqualTo("connection 1");
        }
    }

    @Test
    void aRequestWithoutItsKeyIsRefusedInTheWordsOfWhoeverReadsTheKey() {
        try (var world = under(BY_TEAM)) {
            var error = world.statelessClient().call("echo").error();
            assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            assertThat(error.message()).isEqualTo("Send the header x-team");
            assertThat(world.server.connections()).isZero();
        }
    }

    @Test
    void allBackendSessionsEndWithTheGateway() {
        for (var policy : new SessionPolicy[] {SessionPolicy.SHARED, SessionPolicy.pinned("one")}) {
            var world = under(policy);
            world.client().call("echo");
            assertThat(world.server.openConnections()).isEqualTo(1);
            world.close();
            assertThat(world.server.openConnections()).isZero();
        }
    }
}
