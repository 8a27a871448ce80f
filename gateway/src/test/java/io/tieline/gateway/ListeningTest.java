package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import org.junit.jupiter.api.Test;

/** Clients hear what a backend tells that belongs to no call. */
final class ListeningTest {

    private static GatewayWorld shared() {
        return GatewayWorld.stateless(GatewaySettings.DEFAULT.withSessions(SessionPolicy.SHARED));
    }

    private static long changesHeard(RecordedClient client) {
        return client.notifications().stream()
                .filter(told -> told.method().equals(Method.TOOLS_LIST_CHANGED))
                .count();
    }

    @Test
    void allWhoShareASessionHearThatTheToolsHaveChanged() {
        try (var world = shared();
                var alice = world.client();
                var bob = world.client()) {
            world.server.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            assertThat(changesHeard(alice)).isEqualTo(1);
            assertThat(changesHeard(bob)).isEqualTo(1);
        }
    }

    @Test
    void aSharedSessionThatIsOpenedAgainIsListenedToAgain() {
        try (var world = shared();
                var alice = world.client()) {
            world.server.crash("It was restarted");
            world.clock.advance(GatewayWorld.PAUSE);
            assertThat(alice.call("echo").isOver()).isTrue(); // hears of the loss
            assertThat(alice.call("echo").text()).startsWith("connection");
            world.server.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            assertThat(changesHeard(alice)).isEqualTo(1);
        }
    }
}
