package io.tieline.testkit.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.session.Budget;
import io.tieline.session.Budget.Use;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway remembers of its clients and of its backend is charged, and given back. */
final class RoomForStateTest {

    private static final int MIB = 1024 * 1024;
    private static final GatewaySettings SHARED =
            GatewaySettings.DEFAULT.withSessions(SessionPolicy.SHARED);

    private final Budget budget = new Budget(32 * MIB);

    @AfterEach
    void everythingIsGivenBack() {
        assertThat(budget.used()).as(budget.describe()).isZero();
        assertThat(budget.sharers()).isZero();
    }

    private CoreWorld world(boolean stateless, GatewaySettings settings) {
        return new CoreWorld(new PlayedBackend(stateless, true), settings, budget);
    }

    private static String uri(int number, int length) {
        return "{\"uri\":\"test://" + number + "x".repeat(length) + "\"}";
    }

    private static RecordedReply subscribe(CoreWorld.Handshaken client, int number) {
        return client.request(number, Method.RESOURCES_SUBSCRIBE, uri(number, MIB));
    }

    private static void assertIsBounded(CoreWorld world, Budget budget) {
        var client = world.handshaken("2025-11-25");
        int number = 1;
        while (CoreWorld.code(subscribe(client, number).answer()) == 0) {
            number++;
        }
        assertThat(number).isBetween(3, 16);
        assertThat(CoreWorld.code(subscribe(client, number).answer()))
                .isEqualTo(ErrorCode.OVERLOADED);
        assertThat(budget.used(Use.KEPT)).isBetween(5L * MIB, 28L * MIB);
        client.request(99, Method.RESOURCES_UNSUBSCRIBE, uri(1, MIB));
        assertThat(CoreWorld.code(subscribe(client, number).answer())).as("room again").isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesOfWatchedResourcesAreBoundedByTheirSum(boolean stateless) {
        try (var world = world(stateless, GatewaySettings.DEFAULT)) {
            assertIsBounded(world, budget);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thoseThatSeveralClientsWatchAsWell(boolean stateless) {
        try (var world = world(stateless, SHARED)) {
            assertIsBounded(world, budget);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thoseOfClientsWithoutSessionsAsWell(boolean stateless) {
        try (var world = world(stateless, SHARED)) {
            for (int i = 0; i < 2; i++) {
                var uri = "\"a://" + i + "x".repeat(MIB) + "\"";
                world.stateless(
                        Method.SUBSCRIPTIONS_LISTEN,
                        "\"notifications\":{\"resourceSubscriptions\":[" + uri + "]}");
            }
            assertThat(budget.used(Use.KEPT)).isGreaterThan(4L * MIB);
        }
    }

    @Test
    void namesOfTasksAreCharged() {
        var backend = new PlayedBackend(false, true);
        var id = "t".repeat(MIB);
        backend.answers(Method.TOOLS_CALL, "\"result\":{\"task\":{\"taskId\":\"" + id + "\"}}");
        try (var world = new CoreWorld(backend, GatewaySettings.DEFAULT, budget)) {
            var client = world.handshaken("2025-11-25");
            client.request(1, Method.TOOLS_CALL, "{\"name\":\"echo\",\"task\":{}}");
            assertThat(budget.used(Use.KEPT)).isGreaterThan(2L * MIB);
        }
    }

    @Test
    void aLevelIsKeptAndNotTheRequestInWhichItCame() {
        var backend = new PlayedBackend(false, true);
        var fresh = GatewaySettings.DEFAULT.withSessions(SessionPolicy.PER_REQUEST);
        try (var world = new CoreWorld(backend, fresh, budget)) {
            var client = world.handshaken("2025-11-25");
            client.request(
                    1,
                    Method.LOGGING_SET_LEVEL,
                    "{\"level\":\"debug\",\"_meta\":{\"x\":\"" + "y".repeat(MIB) + "\"}}");
            client.request(2, Method.TOOLS_CALL, "{\"name\":\"echo\"}");
            assertThat(backend.heard())
                    .filteredOn(request -> request.method().equals(Method.LOGGING_SET_LEVEL))
                    .singleElement()
                    .extracting(request -> request.params())
                    .isEqualTo(Json.object("level", "debug"));
        }
    }
}
