package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.session.Principal;
import io.tieline.testkit.peers.ReceivedRequest;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which headers of a client go to the backend, and with what. */
@Timeout(20)
final class ForwardedHeadersTest {

    private static final GatewaySettings TENANT =
            GatewaySettings.DEFAULT.withForwardedHeaders(Set.of("x-tenant"));

    private static Caller caller(String tenant) {
        return new Caller(Principal.LOCAL, Map.of("x-tenant", tenant, "authorization", "secret"));
    }

    @Test
    void noHeaderIsForwardedThatIsNotNamed() {
        try (var world = GatewayWorld.stateful(GatewaySettings.DEFAULT);
                var client = world.client(Revision.LATEST_HANDSHAKE, caller("red"))) {
            client.call("echo").result();
            assertThat(world.server.requests())
                    .allSatisfy(request -> assertThat(request.headers()).isEmpty());
        }
    }

    @Test
    void aNamedHeaderGoesWithTheHandshakeAndEachRequest() {
        try (var world = GatewayWorld.stateful(TENANT);
                var client = world.client(Revision.LATEST_HANDSHAKE, caller("red"))) {
            client.call("echo").result();
            assertThat(world.server.requests())
                    .extracting(ReceivedRequest::method)
                    .containsExactly(Method.INITIALIZE, Method.TOOLS_CALL);
            assertThat(world.server.requests())
                    .allSatisfy(request ->
                            assertThat(request.headers())
                                    .containsOnly(Map.entry("x-tenant", "red")));
        }
    }

    @Test
    void inASharedSessionEachCallCarriesItsOwnClientsHeader() {
        var settings = TENANT.withSessions(SessionPolicy.SHARED);
        try (var world = GatewayWorld.stateful(settings);
                var red = world.client(Revision.LATEST_HANDSHAKE, caller("red"));
                var blue = world.client(Revision.LATEST_HANDSHAKE, caller("blue"))) {
            blue.call("echo").result();
            assertThat(world.server.call("echo").headers()).containsEntry("x-tenant", "blue");
            red.call("echo").result();
            assertThat(world.server.call("echo").headers()).containsEntry("x-tenant", "red");
        }
    }

    @Test
    void inASharedSessionAClientWithoutTheHeaderDoesNotBorrowAnothersOne() {
        var settings = TENANT.withSessions(SessionPolicy.SHARED);
        try (var world = GatewayWorld.stateful(settings);
                var red = world.client(Revision.LATEST_HANDSHAKE, caller("red"));
                var none = world.client()) {
            red.call("echo").result();
            none.call("echo").result();
            assertThat(world.server.call("echo").headers().getOrDefault("x-tenant", "")).isEmpty();
        }
    }

    @Test
    void parameterHeadersOfAClientWithoutASessionGoToAStatelessServer() {
        var params = new Caller(Principal.LOCAL, Map.of("mcp-param-region", "eu"));
        try (var world = GatewayWorld.stateless(GatewaySettings.DEFAULT);
                var client = world.client(Revision.STATELESS, params)) {
            client.call("echo", Json.object("region", "eu")).result();
            assertThat(world.server.call("echo").headers()).containsEntry("mcp-param-region", "eu");
        }
    }
}
