package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import org.junit.jupiter.api.Test;

/** A client is greeted with what its backend is, or was when it was last seen. */
final class GreetingTest {

    private static final Json CAN =
            Json.of(
                    """
                    {"tools":{"listChanged":true},"resources":{"subscribe":true},"tasks":{"list":{}}}\
                    """);

    private static GatewayWorld world(SessionPolicy policy) {
        var server = ScriptedServer.stateful().capabilities(CAN);
        return new GatewayWorld(server, GatewaySettings.DEFAULT.withSessions(policy));
    }

    private static String capabilities(Json greeting) {
        return String.valueOf(greeting.get("capabilities"));
    }

    private static String offered(SessionPolicy policy) {
        try (var world = world(policy);
                var client = world.client()) {
            return capabilities(client.greeting().result());
        }
    }

    @Test
    void aClientIsOfferedWhatCanBeCarriedUnderItsPolicy() {
        assertThat(offered(SessionPolicy.PER_CLIENT_SESSION)).isEqualTo(CAN.toString());
        assertThat(offered(SessionPolicy.SHARED)).isEqualTo(CAN.without("tasks").toString());
        assertThat(offered(SessionPolicy.PER_REQUEST)).isEqualTo("{\"tools\":{},\"resources\":{}}");
    }

    @Test
    void aClientOfAnOlderRevisionIsAnsweredInItAndOfferedNoTasks() {
        try (var world = world(SessionPolicy.PER_CLIENT_SESSION);
                var client = world.client(Revision.V2025_03_26)) {
            var greeting = client.greeting().result();
            assertThat(greeting.text("protocolVersion")).isEqualTo("2025-03-26");
            assertThat(capabilities(greeting)).doesNotContain("tasks");
        }
    }

    @Test
    void aBackendThatWasNeverSeenKeepsNobodyFromConnecting() {
        try (var world = world(SessionPolicy.PER_CLIENT_SESSION)) {
            world.link.refuseConnections("Nobody is there");
            try (var client = world.client()) {
                assertThat(capabilities(client.greeting().result()))
                        .isEqualTo("{\"tools\":{},\"resources\":{},\"prompts\":{}}");
                var error = client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).error();
                assertThat(error.message()).contains("Nobody is there");
            }
        }
    }

    @Test
    void aBackendThatIsAwayOffersWhatItOfferedBefore() {
        for (var policy :
                new SessionPolicy[] {SessionPolicy.PER_CLIENT_SESSION, SessionPolicy.SHARED}) {
            try (var world = world(policy)) {
                world.client().close();
                world.link.cut("It has gone");
                world.link.refuseConnections("Nobody is there");
                try (var client = world.client()) {
                    assertThat(capabilities(client.greeting().result())).isEqualTo(CAN.toString());
                }
            }
        }
    }

    @Test
    void aBackendThatIsThereAndDoesNotAnswerIsAnError() {
        try (var world = world(SessionPolicy.PER_CLIENT_SESSION)) {
            world.link.stall();
            try (var client = world.client()) {
                world.clock.advance(GatewaySettings.DEFAULT.limits().initialize());
                assertThat(client.greeting().error().code()).isEqualTo(ErrorCode.BACKEND_TIMED_OUT);
            }
        }
    }

    @Test
    void aDiscoveryIsAnsweredByWhatIsKnownWithoutTheBackend() {
        try (var world = world(SessionPolicy.PER_CLIENT_SESSION);
                var client = world.statelessClient()) {
            var first = client.request(Method.SERVER_DISCOVER, Json.EMPTY_OBJECT).result();
            assertThat(capabilities(first)).isEqualTo(CAN.without("tasks").toString());
            assertThat(String.valueOf(first.get("supportedVersions")))
                    .isEqualTo("[\"2026-07-28\"]");
            world.link.refuseConnections("Nobody is there");
            var second = client.request(Method.SERVER_DISCOVER, Json.EMPTY_OBJECT).result();
            assertThat(second.toString()).isEqualTo(first.toString());
        }
    }

    @Test
    void aDiscoveryOfABackendThatIsAwayIsAnError() {
        try (var world = world(SessionPolicy.PER_CLIENT_SESSION);
                var client = world.statelessClient()) {
            world.link.refuseConnections("Nobody is there");
            var error = client.request(Method.SERVER_DISCOVER, Json.EMPTY_OBJECT).error();
            assertThat(error.message()).contains("Nobody is there");
        }
    }
}
