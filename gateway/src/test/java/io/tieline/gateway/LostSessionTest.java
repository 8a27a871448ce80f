package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.RpcError;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A backend session has ended, and its state is lost: each client of it is told once, its next
 * session is told what the client has set, and nothing is run twice.
 */
@Timeout(20)
final class LostSessionTest {

    private static void assertToldOnce(RecordedClient client) {
        var lost = client.call("echo").error();
        assertThat(lost.code()).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
        assertThat(executed(lost)).isEqualTo("no");
        assertThat(client.call("echo").isOver()).isTrue();
        assertThat(client.call("echo").text()).startsWith("connection ");
    }

    private static String executed(RpcError error) {
        return String.valueOf(error.data() == null ? null : error.data().text("executed"));
    }

    @ParameterizedTest
    @EnumSource
    void anEndBetweenTwoRequestsIsToldByTheNext(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            world.server.crash("killed");
            assertToldOnce(client);
            assertThat(world.server.calls("echo")).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theErrorNamesTheBackendAndWhatHasHappened(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            world.server.crash("killed by the test");
            var lost = client.call("echo").error();
            assertThat(lost.message()).contains("scripted", "killed by the test", "fresh session");
            assertThat(String.valueOf(lost.data())).contains("\"backend\":\"scripted\"");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestInFlightTellsOfTheEndAndTheNextOneGoesOn(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            var slow = client.call("slow");
            world.server.crash("killed");
            assertThat(slow.error().code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(executed(slow.error())).isEqualTo("maybe");
            assertThat(client.call("echo").text()).startsWith("connection ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestThatNeverLeftIsSaidNotToHaveRun(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            world.link.stall();
            var slow = client.call("slow");
            world.link.cut("cable pulled");
            world.link.flow();
            assertThat(slow.error().code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(executed(slow.error())).isEqualTo("no");
            assertThat(world.server.calls("slow")).isZero();
            assertThat(client.call("echo").text()).startsWith("connection ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachEndIsToldAnew(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            for (int round = 1; round <= 3; round++) {
                world.server.crash("killed");
                assertToldOnce(client);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatIsCutTellsNothingOfTheSession(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            var cut = client.call("slow");
            world.server.call("slow").cut("a proxy in between");
            assertThat(cut.error().code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(client.call("echo").text()).isEqualTo("connection 1");
            world.server.crash("killed");
            assertToldOnce(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErrorOfTheBackendsOwnTellsNothingOfTheSession(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            var failed = client.call("slow");
            world.server.call("slow").fail(RpcError.of(ErrorCode.BACKEND_GONE, "Behind me"));
            assertThat(failed.error().message()).isEqualTo("Behind me");
            world.server.crash("killed");
            assertToldOnce(client);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FOR_ALL", "FOR_A_KEY"})
    void eachClientOfASharedSessionIsToldOnce(Kept kept) {
        try (var world = kept.world();
                var alice = kept.client(world);
                var bob = kept.client(world)) {
            world.server.crash("killed");
            assertToldOnce(alice);
            assertToldOnce(bob);
        }
    }

    @Test
    void ofTwoClientsTheOneWhoseCallDiedIsNotToldAgain() {
        try (var world = Kept.FOR_ALL.world();
                var alice = Kept.FOR_ALL.client(world);
                var bob = Kept.FOR_ALL.client(world)) {
            var slow = alice.call("slow");
            world.server.crash("killed");
            assertThat(slow.error().code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(alice.call("echo").text()).isEqualTo("connection 2");
            assertToldOnce(bob);
        }
    }

    @Test
    void aListingOfAPrincipalDoesNotUseUpWhatItsNextCallMustBeTold() {
        try (var world = Kept.FOR_A_PRINCIPAL.world();
                var client = Kept.FOR_A_PRINCIPAL.client(world)) {
            world.server.crash("killed");
            assertThat(client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result().list("tools"))
                    .isNotEmpty();
            assertToldOnce(client);
        }
    }

    @Test
    void aFreshSessionIsToldTheLogLevelAndTheResourcesThatAreWatched() {
        try (var world = Kept.FOR_ITS_CLIENT.world();
                var client = Kept.FOR_ITS_CLIENT.client(world)) {
            client.request(Method.LOGGING_SET_LEVEL, Json.object("level", "debug")).result();
            client.request(Method.RESOURCES_SUBSCRIBE, GatewayWorld.uri("test://kept")).result();
            client.request(Method.RESOURCES_SUBSCRIBE, GatewayWorld.uri("test://left")).result();
            client.request(Method.RESOURCES_UNSUBSCRIBE, GatewayWorld.uri("test://left")).result();
            world.server.crash("killed");
            assertToldOnce(client);
            assertThat(toldOn(world, 2))
                    .containsExactly(
                            Method.LOGGING_SET_LEVEL + " {\"level\":\"debug\"}",
                            Method.RESOURCES_SUBSCRIBE + " {\"uri\":\"test://kept\"}");
        }
    }

    @Test
    void whatTheBackendHasRefusedIsNotTriedAgainInAFreshSession() {
        try (var world = Kept.FOR_ITS_CLIENT.world();
                var client = Kept.FOR_ITS_CLIENT.client(world)) {
            world.server.on(
                    Method.RESOURCES_SUBSCRIBE,
                    request -> request.fail(RpcError.of(ErrorCode.INVALID_PARAMS, "unknown")));
            client.request(Method.RESOURCES_SUBSCRIBE, GatewayWorld.uri("test://no")).error();
            world.server.crash("killed");
            assertToldOnce(client);
            assertThat(toldOn(world, 2)).isEmpty();
        }
    }

    @Test
    void aFreshSharedSessionIsToldWhatItsClientsStillWant() {
        try (var world = Kept.FOR_ALL.world();
                var alice = Kept.FOR_ALL.client(world);
                var bob = Kept.FOR_ALL.client(world)) {
            alice.request(Method.LOGGING_SET_LEVEL, Json.object("level", "warning")).result();
            bob.request(Method.LOGGING_SET_LEVEL, Json.object("level", "info")).result();
            alice.request(Method.RESOURCES_SUBSCRIBE, GatewayWorld.uri("test://a")).result();
            world.server.crash("killed");
            assertToldOnce(bob);
            assertThat(toldOn(world, 2))
                    .containsExactlyInAnyOrder(
                            Method.LOGGING_SET_LEVEL + " {\"level\":\"info\"}",
                            Method.RESOURCES_SUBSCRIBE + " {\"uri\":\"test://a\"}");
        }
    }

    /** What was set on the connection of this number. */
    private static Iterable<String> toldOn(GatewayWorld world, int connection) {
        var told = new ArrayList<String>();
        for (var request : world.server.requests()) {
            var isSetting =
                    switch (request.method()) {
                        case Method.LOGGING_SET_LEVEL,
                                Method.RESOURCES_SUBSCRIBE,
                                Method.RESOURCES_UNSUBSCRIBE ->
                                true;
                        default -> false;
                    };
            if (isSetting && request.connection() == connection) {
                told.add(request.method() + " " + request.params());
            }
        }
        return told;
    }

    @Test
    void aBackendThatHasForgottenTheSessionIsToldLikeOneThatDied() {
        try (var world = Kept.FOR_ALL.world();
                var client = Kept.FOR_ALL.client(world)) {
            world.server.forgetSessions();
            assertToldOnce(client);
        }
    }

    @Test
    void whereEachRequestHasItsOwnSessionThereIsNothingToLose() {
        var settings = GatewaySettings.DEFAULT.withSessions(SessionPolicy.PER_REQUEST);
        try (var world = GatewayWorld.stateful(settings);
                var client = world.client()) {
            var slow = client.call("slow");
            world.server.crash("killed");
            assertThat(slow.error().code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(client.call("echo").text()).startsWith("connection ");
        }
    }

    @Test
    void aBackendWithoutStateLosesNone() {
        var settings = GatewaySettings.DEFAULT.withSessions(SessionPolicy.SHARED);
        try (var world = GatewayWorld.stateless(settings);
                var client = world.statelessClient()) {
            RecordedReply first = client.call("echo");
            assertThat(first.text()).startsWith("connection ");
            world.server.crash("killed");
            assertThat(client.call("echo").text()).startsWith("connection ");
        }
    }
}
