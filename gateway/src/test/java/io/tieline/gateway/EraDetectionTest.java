package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.ReceivedRequest;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of which era a backend is, is found out once, unless it is said. */
@Timeout(20)
final class EraDetectionTest {

    /** A server of one era. */
    enum Server {
        STATEFUL,
        STATELESS;

        GatewayWorld world(GatewaySettings settings) {
            return this == STATEFUL
                    ? GatewayWorld.stateful(settings)
                    : GatewayWorld.stateless(settings);
        }
    }

    private static List<String> begun(GatewayWorld world) {
        return world.server.requests().stream()
                .map(ReceivedRequest::method)
                .filter(method ->
                        method.equals(Method.INITIALIZE) || method.equals(Method.SERVER_DISCOVER))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyClientWorksWithEveryServer(Server server) {
        for (var revision : Revision.values()) {
            try (var world = server.world(GatewaySettings.DEFAULT);
                    var client = world.client(revision)) {
                assertThat(client.call("echo").text()).startsWith("connection ");
            }
        }
    }

    @Test
    void aClientWithASessionIsGivenOneByAServerThatHasSessions() {
        try (var world = GatewayWorld.stateful(GatewaySettings.DEFAULT)) {
            world.client();
            assertThat(begun(world)).containsExactly(Method.INITIALIZE);
        }
    }

    @Test
    void aServerWithoutSessionsIsFoundOutOnceForAllClients() {
        try (var world = GatewayWorld.stateless(GatewaySettings.DEFAULT)) {
            world.client().call("echo").result();
            int afterTheFirst = begun(world).size();
            world.client().call("echo").result();
            assertThat(begun(world).subList(afterTheFirst, begun(world).size()))
                    .doesNotContain(Method.INITIALIZE);
        }
    }

    @Test
    void aPinnedRevisionIsNotAskedFor() {
        try (var world =
                        GatewayWorld.stateful(
                                GatewaySettings.DEFAULT.withRevision(Revision.LATEST_HANDSHAKE));
                var client = world.statelessClient()) {
            client.call("echo").result();
            assertThat(begun(world)).containsExactly(Method.INITIALIZE);
        }
    }
}
