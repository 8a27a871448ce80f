package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scenario 98: what servers are told to log, and what each client hears of it. */
@Timeout(20)
final class LogLevelTest {

    private final ScriptedServer git = logging();
    private final ScriptedServer db = logging();

    private static ScriptedServer logging() {
        return ScriptedServer.stateful()
                .tool(
                        "work",
                        call -> {
                            call.log("debug", "a detail");
                            call.log("error", "a fault");
                            call.answer("done");
                        });
    }

    private FederationWorld two() {
        return FederationWorld.plan().with("git", git).with("db", db).open();
    }

    private FederationWorld twoShared() {
        var shared = GatewaySettings.DEFAULT.withSessions(SessionPolicy.SHARED);
        return FederationWorld.plan()
                .with("git", git, shared, mount -> mount)
                .with("db", db, shared, mount -> mount)
                .open();
    }

    private static RecordedReply level(RecordedClient client, String level) {
        return client.request(Method.LOGGING_SET_LEVEL, Json.object("level", level));
    }

    private static List<String> levels(ScriptedServer server) {
        return server.requests(Method.LOGGING_SET_LEVEL).stream()
                .map(one -> one.params().text("level"))
                .toList();
    }

    private static List<String> heard(RecordedReply call) {
        return ListedThings.told(call.notifications(Method.LOG_MESSAGE), "level");
    }

    @Test
    void everyServerThatLogsIsTold() {
        try (var world = two()) {
            assertThat(level(world.client(), "warning").result().members()).isEmpty();
            assertThat(levels(git)).containsExactly("warning");
            assertThat(levels(db)).containsExactly("warning");
        }
    }

    @Test
    void aServerThatDoesNotLogIsNotTold() {
        db.capabilities(Json.object("tools", Json.EMPTY_OBJECT));
        try (var world = two()) {
            level(world.client(), "warning").result();
            assertThat(levels(git)).containsExactly("warning");
            assertThat(levels(db)).isEmpty();
        }
    }

    @Test
    void aLevelThatThereIsNotIsRefusedAndToldToNobody() {
        try (var world = two()) {
            assertThat(level(world.client(), "loud").error().code())
                    .isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(world.client().request(Method.LOGGING_SET_LEVEL, Json.EMPTY_OBJECT).error())
                    .extracting(error -> error.code())
                    .isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(levels(git)).isEmpty();
        }
    }

    @Test
    void aServerThatIsAwayIsToldWhenItComes() {
        try (var world = two()) {
            world.link("db").refuseConnections("not yet");
            var client = world.client();
            level(client, "warning").result();
            FederationWorld.tools(client);
            assertThat(levels(db)).isEmpty();
            world.link("db").acceptConnections();
            world.advance(Duration.ofSeconds(5));
            assertThat(levels(db)).containsExactly("warning");
            level(client, "error").result();
            assertThat(levels(db)).containsExactly("warning", "error");
        }
    }

    @Test
    void aServerThatIsFirstUsedLaterIsToldBeforeItIsCalled() {
        try (var world = two()) {
            FederationWorld.tools(world.client());
            var client = world.client();
            level(client, "warning").result();
            client.call("db__work").result();
            assertThat(db.requests().reversed().stream().map(one -> one.method()).limit(2))
                    .containsExactly(Method.TOOLS_CALL, Method.LOGGING_SET_LEVEL);
        }
    }

    @Test
    void aServerThatHasLostTheSessionIsToldAgain() {
        try (var world = two()) {
            var client = world.client();
            level(client, "warning").result();
            client.call("db__work").result();
            db.crash("it fell over");
            client.call("db__work").error();
            client.call("db__work").result();
            assertThat(levels(db)).containsExactly("warning", "warning");
            assertThat(levels(git)).containsExactly("warning");
        }
    }

    @Test
    void ofOneThatIsSharedTheMostVerboseIsWantedAndEachHearsItsOwn() {
        try (var world = twoShared()) {
            var quiet = world.client();
            var verbose = world.client();
            level(quiet, "error").result();
            level(verbose, "debug").result();
            assertThat(levels(git)).containsExactly("error", "debug");
            assertThat(heard(quiet.call("git__work"))).containsExactly("error");
            assertThat(heard(verbose.call("git__work"))).containsExactly("debug", "error");
            assertThat(heard(quiet.call("db__work"))).containsExactly("error");
        }
    }

    @Test
    void oneThatDoesNotAnswerKeepsNobodyWaiting() {
        try (var world = two()) {
            var client = world.client();
            db.hold(Method.LOGGING_SET_LEVEL);
            var set = level(client, "warning");
            assertThat(set.isOver()).isFalse();
            world.advance(Duration.ofSeconds(2));
            assertThat(set.result().members()).isEmpty();
        }
    }

    @Test
    void ifNoServerAgreesItIsTheirError() {
        try (var world = two()) {
            var client = world.client();
            for (var server : List.of(git, db)) {
                server.on(
                        Method.LOGGING_SET_LEVEL,
                        request ->
                                request.fail(
                                        RpcError.of(ErrorCode.INTERNAL_ERROR, "no logs today")));
            }
            assertThat(level(client, "warning").error().message()).contains("no logs today");
        }
    }

    @Test
    void aRequestWithoutASessionWantsItsLevelOfTheServerThatItCalls() {
        try (var world = two()) {
            var client = world.client(Revision.V2026_07_28);
            var meta = Json.object(MetaKey.LOG_LEVEL, "error");
            var call =
                    client.request(
                            Method.TOOLS_CALL, Json.object("name", "db__work", "_meta", meta));
            assertThat(call.text()).isEqualTo("done");
            assertThat(heard(call)).containsExactly("error");
            assertThat(heard(client.call("db__work"))).isEmpty();
        }
    }
}
