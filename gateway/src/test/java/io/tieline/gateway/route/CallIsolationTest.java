package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.testkit.peers.ReceivedRequest;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenarios 92 and 93: what belongs to one call concerns its server and its client alone. */
@Timeout(20)
final class CallIsolationTest {

    private static FederationWorld world(ScriptedServer git, ScriptedServer db) {
        return FederationWorld.plan().with("git", git).with("db", db).open();
    }

    private static ScriptedServer waiting(Eras eras) {
        return eras.server().tool("work", call -> {});
    }

    /** A call with a progress token that is the same for all. */
    private static RecordedReply call(RecordedClient client, String tool) {
        var meta = Json.object("progressToken", "p");
        return client.request(Method.TOOLS_CALL, Json.object("name", tool, "_meta", meta));
    }

    @ParameterizedTest
    @EnumSource
    void aCancellationReachesTheServerOfTheCallAlone(Eras eras) {
        var git = waiting(eras);
        var db = waiting(eras);
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            var first = client.call("git__work");
            var second = client.call("db__work");
            second.cancel("enough");
            assertThat(db.call("work").isLeft()).isTrue();
            assertThat(git.call("work").isLeft()).isFalse();
            assertThat(git.notifications(Method.CANCELLED)).isEmpty();
            git.call("work").answer("done");
            assertThat(first.text()).isEqualTo("done");
        }
    }

    @ParameterizedTest
    @EnumSource
    void progressAndLogMessagesComeOnTheStreamOfTheirCallAlone(Eras eras) {
        var git = waiting(eras);
        var db = waiting(eras);
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            var first = call(client, "git__work");
            var second = call(client, "db__work");
            db.call("work").progress(7);
            git.call("work").progress(3);
            db.call("work").log("error", "from db");
            assertThat(progress(first)).containsExactly(3L);
            assertThat(progress(second)).containsExactly(7L);
            assertThat(first.notifications(Method.LOG_MESSAGE)).isEmpty();
            assertThat(second.notifications(Method.LOG_MESSAGE))
                    .hasSize(eras.hasStatelessClients() ? 0 : 1);
            assertThat(ListedThings.told(second.notifications(Method.PROGRESS), "progressToken"))
                    .containsExactly("p");
            git.call("work").answer("one");
            db.call("work").answer("two");
            assertThat(first.text()).isEqualTo("one");
            assertThat(second.text()).isEqualTo("two");
        }
    }

    private static List<Long> progress(RecordedReply call) {
        return call.notifications(Method.PROGRESS).stream()
                .map(one -> one.json().integer("params", "progress").orElse(-1))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void questionsWithTheSameIdsComeBackToTheirOwnCalls(Eras eras) {
        var git = eras.server().tool("ask", call -> asks(eras, call, "git"));
        var db = eras.server().tool("ask", call -> asks(eras, call, "db"));
        try (var world = world(git, db)) {
            var calls = new ArrayList<RecordedReply>();
            var clients = List.of(world.client(eras.client()), world.client(eras.client()));
            for (var client : clients) {
                calls.add(client.call("git__ask"));
                calls.add(client.call("db__ask"));
            }
            world.advance(Duration.ofMillis(100)); // questions are gathered for a moment
            for (int i = calls.size() - 1; i >= 0; i--) {
                calls.get(i).question().accept(Json.object("v", i));
            }
            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).text())
                        .isEqualTo((i % 2 == 0 ? "git" : "db") + " {\"v\":" + i + "}");
            }
        }
    }

    private static void asks(Eras eras, ReceivedRequest call, String server) {
        if (!eras.hasStatelessServers()) {
            call.elicit("?", answer -> call.answer(server + " " + answer.part("content")));
            return;
        }
        var answered = call.params().part("inputResponses", "k");
        if (answered.members().isEmpty()) {
            call.requireForms("same state", "k");
        } else {
            assertThat(call.params().text("requestState")).isEqualTo("same state");
            call.answer(server + " " + answered.part("content"));
        }
    }

    @Test
    void theStateOfAServerWithoutSessionsIsGoodForItsOwnCallAlone() {
        var eras = Eras.STATELESS_ON_BOTH_SIDES;
        var git = eras.server().tool("ask", call -> asks(eras, call, "git"));
        var db = eras.server().tool("ask", call -> asks(eras, call, "db"));
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            var asked = client.call("git__ask");
            asked.question();
            var result = ((Result) asked.messages().getLast()).result();
            var state = result.text("requestState");
            assertThat(state).isNotEqualTo("same state");
            var answers =
                    Json.object("k", Json.object("action", "accept", "content", Json.EMPTY_OBJECT));
            var stolen =
                    client.request(
                            Method.TOOLS_CALL,
                            Json.object(
                                    "name",
                                    "db__ask",
                                    "arguments",
                                    Json.EMPTY_OBJECT,
                                    "inputResponses",
                                    answers,
                                    "requestState",
                                    state));
            assertThat(stolen.error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(db.calls("ask")).isZero();
        }
    }

    @Test
    void changedRootsAreToldToTheServersInUse() {
        var git = ScriptedServer.stateful().tool("work", call -> call.answer("done"));
        var db = ScriptedServer.stateful().tool("work", call -> call.answer("done"));
        try (var world = world(git, db)) {
            FederationWorld.tools(world.client());
            var client = world.client();
            client.call("db__work").result();
            client.tell(Method.ROOTS_LIST_CHANGED, Json.EMPTY_OBJECT);
            assertThat(db.notifications(Method.ROOTS_LIST_CHANGED)).hasSize(1);
            assertThat(git.notifications(Method.ROOTS_LIST_CHANGED)).isEmpty();
        }
    }

    @Test
    void aQuestionOutsideAnyCallIsTheClientsOfThatSession() {
        var git = ScriptedServer.stateful();
        var db = ScriptedServer.stateful();
        try (var world = world(git, db)) {
            var client = world.client();
            FederationWorld.tools(client);
            db.say("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"roots/list\"}");
            git.say("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"roots/list\"}");
            var fromDb = client.general().questions().getFirst();
            var fromGit = client.general().questions().getLast();
            fromGit.answer(roots("file:///git"));
            fromDb.answer(roots("file:///db"));
            assertThat(answers(db)).contains("file:///db").doesNotContain("file:///git");
            assertThat(answers(git)).contains("file:///git").doesNotContain("file:///db");
        }
    }

    private static Json roots(String uri) {
        return Json.object("roots", Json.array(List.of(Json.object("uri", uri))));
    }

    private static String answers(ScriptedServer server) {
        return server.messages().stream()
                .filter(Response.class::isInstance)
                .map(message -> message.json().toString())
                .toList()
                .toString();
    }

    @Test
    void whereASessionIsSharedAQuestionOutsideAnyCallReachesNobody() {
        var shared = GatewaySettings.DEFAULT.withSessions(SessionPolicy.SHARED);
        var git = ScriptedServer.stateful();
        var db = ScriptedServer.stateful();
        try (var world =
                FederationWorld.plan()
                        .with("git", git)
                        .with("db", db, shared, mount -> mount)
                        .open()) {
            var client = world.client();
            FederationWorld.tools(client);
            db.say("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"roots/list\"}");
            assertThat(client.general().questions()).isEmpty();
            assertThat(answers(db)).contains("error");
        }
    }
}
