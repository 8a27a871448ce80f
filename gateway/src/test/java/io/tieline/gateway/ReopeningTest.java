package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.RpcError;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backend that is away is tried again, with pauses, and found when it is back. */
@Timeout(20)
final class ReopeningTest {

    @ParameterizedTest
    @EnumSource
    void aBackendThatCannotBeReachedIsNotTriedWithoutAPause(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            world.link.refuseConnections("port closed");
            world.server.crash("killed");
            client.call("echo").error(); // what is lost
            for (int i = 0; i < 50; i++) {
                var error = client.call("echo").error();
                assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_GONE);
                assertThat(error.message()).contains("port closed");
                assertThat(String.valueOf(error.data())).contains("\"executed\":\"no\"");
            }
            assertThat(world.link.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBackendIsFoundAfterThePauseWhenItIsBack(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            world.link.refuseConnections("port closed");
            world.server.crash("killed");
            client.call("echo").error(); // what is lost
            client.call("echo").error();
            world.link.acceptConnections();
            world.clock.advance(GatewayWorld.PAUSE);
            assertThat(client.call("echo").text()).isEqualTo("connection 2");
        }
    }

    @Test
    void thePausesGrowAndAreNeverLongerThanASecond() {
        try (var world = Kept.FOR_ITS_CLIENT.world();
                var client = Kept.FOR_ITS_CLIENT.client(world)) {
            world.link.refuseConnections("port closed");
            world.server.crash("killed");
            client.call("echo").error();
            int inTheFirstSecond = triesWithin(world, client, Duration.ofSeconds(1));
            triesWithin(world, client, Duration.ofSeconds(10));
            int inTenSecondsLater = triesWithin(world, client, Duration.ofSeconds(10));
            assertThat(inTheFirstSecond).isBetween(3, 10);
            assertThat(inTenSecondsLater).isBetween(9, 21);
        }
    }

    /** How often the backend is tried by a client that calls all the time. */
    private static int triesWithin(GatewayWorld world, RecordedClient client, Duration time) {
        int before = world.link.connections();
        var step = Duration.ofMillis(10);
        for (long i = 0; i < time.dividedBy(step); i++) {
            client.call("echo").error();
            world.clock.advance(step);
        }
        return world.link.connections() - before;
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatDiesOfEveryCallIsNotOpenedForEach(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            for (int i = 0; i < 50; i++) {
                var slow = client.call("slow");
                world.server.crash("killed");
                assertThat(slow.isOver()).isTrue();
            }
            assertThat(world.server.connections()).isLessThanOrEqualTo(6);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatHasServedIsOpenedAgainAtOnceHoweverOftenItIsRestarted(Kept kept) {
        try (var world = kept.world();
                var client = kept.client(world)) {
            for (int restart = 1; restart <= 20; restart++) {
                world.server.crash("restarted");
                client.call("echo").error(); // what is lost
                assertThat(client.call("echo").text()).isEqualTo("connection " + (restart + 1));
            }
        }
    }

    @Test
    void whoConnectsWhileTheBackendWasNeverSeenIsOfferedEverythingAndHearsOfItByTheFirstCall() {
        try (var world = GatewayWorld.stateful(GatewaySettings.DEFAULT)) {
            world.link.refuseConnections("port closed");
            var client = world.client();
            var greeting = client.greeting().result();
            assertThat(greeting.part("capabilities").members())
                    .extracting(Json.Member::name)
                    .containsExactlyInAnyOrder("tools", "resources", "prompts");
            assertThat(greeting.text("serverInfo", "name")).isEqualTo("tieline");
            assertThat(client.call("echo").error().message()).contains("port closed");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FOR_ITS_CLIENT", "FOR_ALL"})
    void whoConnectsWhileItIsAwayIsToldWhatItSaidWhenItWasLastSeen(Kept kept) {
        try (var world = kept.world()) {
            kept.client(world);
            world.link.refuseConnections("port closed");
            world.server.crash("killed");
            var greeting = world.client().greeting().result();
            assertThat(greeting.text("serverInfo", "name")).isEqualTo("scripted");
            assertThat(greeting.at("capabilities", "logging")).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FOR_ITS_CLIENT", "FOR_ALL"})
    void aBackendThatLivesAndRefusesTheHandshakeIsQuotedToItsClient(Kept kept) {
        try (var world = kept.world()) {
            world.server.on(
                    Method.INITIALIZE,
                    request -> request.fail(RpcError.of(-32000, "No licence for this client")));
            var error = world.client().greeting().error();
            assertThat(error.message()).contains("No licence for this client");
        }
    }

    @Test
    void aBackendThatDoesNotAnswerTheHandshakeInTimeIsToldSo() {
        try (var world = GatewayWorld.stateful(GatewaySettings.DEFAULT)) {
            world.server.hold(Method.INITIALIZE);
            var client = world.client();
            assertThat(client.greeting().isOver()).isFalse();
            world.clock.advance(GatewaySettings.DEFAULT.limits().initialize());
            assertThat(client.greeting().error().code()).isEqualTo(ErrorCode.BACKEND_TIMED_OUT);
            assertThat(world.server.openConnections()).isZero();
        }
    }

    @Test
    void aClientThatLeavesBeforeTheHandshakeIsAnsweredLeavesNoSessionBehind() {
        try (var world = GatewayWorld.stateful(GatewaySettings.DEFAULT)) {
            world.server.hold(Method.INITIALIZE);
            var client = world.client();
            assertThat(world.server.openConnections()).isEqualTo(1);
            client.close();
            assertThat(world.server.openConnections()).isZero();
        }
    }

    @Test
    void aProgramThatIsBeingStartedForAClientThatLeftIsTakenByTheNext() {
        var settings = GatewaySettings.DEFAULT.withMaxSessions(4);
        var server = ScriptedServer.stateful().asProgram();
        try (var world = new GatewayWorld(server.hold(Method.INITIALIZE), settings)) {
            world.client().close();
            var next = world.client();
            assertThat(server.connections()).isLessThanOrEqualTo(2);
            server.requests(Method.INITIALIZE)
                    .forEach(request ->
                            request.answer(
                                    Json.object(
                                            "protocolVersion",
                                            "2025-11-25",
                                            "capabilities",
                                            Json.EMPTY_OBJECT)));
            assertThat(next.greeting().result().text("protocolVersion")).isEqualTo("2025-11-25");
        }
    }
}
