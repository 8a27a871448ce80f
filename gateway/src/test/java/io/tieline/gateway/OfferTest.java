package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is told of the backend when it comes: the backend's words, as far as they hold. */
@Timeout(20)
final class OfferTest {

    private static final Json RICH =
            Json.of(
                    """
                    {"tools":{"listChanged":true},"resources":{"subscribe":true,"listChanged":true},"logging":{},"tasks":{},"experimental":{"own":{}}}\
                    """);

    private static GatewayWorld world(GatewaySettings settings) {
        var world = GatewayWorld.stateful(settings);
        world.server.capabilities(RICH);
        return world;
    }

    private static Json capabilities(SessionPolicy policy, Revision revision) {
        try (var world = world(GatewaySettings.DEFAULT.withSessions(policy));
                var client = world.client(revision)) {
            return client.greeting().result().part("capabilities");
        }
    }

    @Test
    void aClientWithItsOwnBackendSessionIsOfferedAllThatTheBackendOffers() {
        assertThat(capabilities(SessionPolicy.PER_CLIENT_SESSION, Revision.LATEST_HANDSHAKE))
                .isEqualTo(RICH);
    }

    @Test
    void tasksAreOfferedToNobodyWhoseRevisionHasNone() {
        assertThat(capabilities(SessionPolicy.PER_CLIENT_SESSION, Revision.V2025_06_18))
                .isEqualTo(RICH.without("tasks"));
    }

    @Test
    void tasksOfASharedSessionAreOfferedToNobody() {
        assertThat(capabilities(SessionPolicy.SHARED, Revision.LATEST_HANDSHAKE))
                .isEqualTo(RICH.without("tasks"));
    }

    @Test
    void whatOutlivesARequestIsNotOfferedWhereNoSessionDoes() {
        assertThat(capabilities(SessionPolicy.PER_REQUEST, Revision.LATEST_HANDSHAKE))
                .isEqualTo(
                        Json.of(
                                """
                                {"tools":{},"resources":{},"logging":{},"experimental":{"own":{}}}\
                                """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {Method.RESOURCES_SUBSCRIBE, Method.RESOURCES_UNSUBSCRIBE, Method.TASKS_LIST})
    void whatOutlivesARequestIsRefusedWhereNoSessionDoes(String method) {
        var settings = GatewaySettings.DEFAULT.withSessions(SessionPolicy.PER_REQUEST);
        try (var world = world(settings);
                var client = world.client()) {
            var error = client.request(method, GatewayWorld.uri("test://a")).error();
            assertThat(error.code()).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
            assertThat(error.message()).contains(method, "for each request");
            assertThat(world.server.requests(method)).isEmpty();
        }
    }

    @Test
    void theLogLevelIsSetInEachFreshSessionBeforeItsRequest() {
        var settings = GatewaySettings.DEFAULT.withSessions(SessionPolicy.PER_REQUEST);
        try (var world = world(settings);
                var client = world.client()) {
            client.request(Method.LOGGING_SET_LEVEL, Json.object("level", "debug")).result();
            assertThat(world.server.requests(Method.LOGGING_SET_LEVEL)).isEmpty();
            client.call("echo").result();
            var call = world.server.call("echo");
            assertThat(world.server.requests())
                    .filteredOn(request -> request.connection() == call.connection())
                    .extracting(request -> request.method())
                    .containsExactly(
                            Method.INITIALIZE, Method.LOGGING_SET_LEVEL, Method.TOOLS_CALL);
        }
    }

    @Test
    void theBackendsInstructionsAreForwardedUnlessTheGatewayHasItsOwn() {
        for (var own : new String[] {"", "Ask before you delete"}) {
            var settings =
                    own.isEmpty()
                            ? GatewaySettings.DEFAULT
                            : GatewaySettings.DEFAULT.withInstructions(own);
            try (var world = world(settings)) {
                world.server.on(
                        Method.INITIALIZE,
                        request ->
                                request.answer(
                                        Json.of(
                                                """
                                                {"protocolVersion":"2025-11-25","capabilities":{},"instructions":"Of the backend"}\
                                                """)));
                assertThat(world.client().greeting().result().text("instructions"))
                        .isEqualTo(own.isEmpty() ? "Of the backend" : own);
            }
        }
    }

    @Test
    void whatTheBackendSaysBesideComesThroughAsItIs() {
        try (var world = world(GatewaySettings.DEFAULT)) {
            world.server.on(
                    Method.INITIALIZE,
                    request ->
                            request.answer(
                                    Json.of(
                                            """
                                            {"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"b","title":"B","own":1e2},"_meta":{"x":1}}\
                                            """)));
            var greeting = world.client().greeting().result();
            assertThat(greeting.get("serverInfo"))
                    .hasToString("{\"name\":\"b\",\"title\":\"B\",\"own\":1e2}");
            assertThat(greeting.get("_meta")).hasToString("{\"x\":1}");
        }
    }
}
