package io.tieline.gateway.route;

import static io.tieline.gateway.route.FederationWorld.tools;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.Selection;
import io.tieline.testkit.peers.ReceivedRequest;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A call goes on at the server that has asked, whoever has its name when the client is back. */
final class StateOwnersTest {

    private static final String URI = "file:///log";

    private final ScriptedServer git = asking("git");
    private final ScriptedServer db = asking("db");

    private static ScriptedServer asking(String name) {
        return ScriptedServer.stateless()
                .tool("ask", call -> ask(call, name))
                .on(Method.RESOURCES_READ, call -> ask(call, name));
    }

    private static void ask(ReceivedRequest call, String name) {
        if (call.params().get("inputResponses") == null) {
            call.requireForms(name + "'s state", "k");
        } else {
            call.answer(name + " " + call.params().text("requestState"));
        }
    }

    @Test
    void aReloadThatGivesTheNameToAnotherServerTakesNoCallAway() {
        var plan = FederationWorld.plan().with("git", git, mount -> mount.withPrefix(""));
        try (var world = plan.open()) {
            var client = world.client(Revision.STATELESS);
            assertThat(tools(client)).containsExactly("ask");
            var state = state(client.call("ask"));
            var other = world.mount("db", db).withPrefix("");
            world.federation.reload(List.of(other, world.mounts().getFirst()));
            assertThat(tools(client)).containsExactly("ask");
            assertThat(state(client.call("ask"))).isNotEqualTo(state);
            assertThat(again(client, state).text()).isEqualTo("git git's state");
        }
    }

    @Test
    void aBareNameThatAnotherServerHasByNowTakesNoCallAway() {
        var late = ScriptedServer.stateless();
        try (var world = FederationWorld.plan().with("git", git).with("db", late).open()) {
            var client = world.client(Revision.STATELESS);
            assertThat(tools(client)).containsExactly("git__ask");
            var state = state(client.call("ask"));
            late.tool("ask", call -> ask(call, "db"));
            world.advance(Duration.ofSeconds(2));
            assertThat(tools(client)).containsExactly("git__ask", "db__ask");
            assertThat(client.call("ask").error().message()).contains("several servers");
            assertThat(again(client, state).text()).isEqualTo("git git's state");
        }
    }

    @Test
    void whatIsHiddenMeanwhileIsReachedByNoState() {
        var plan = FederationWorld.plan().with("git", git, mount -> mount.withPrefix(""));
        try (var world = plan.open()) {
            var client = world.client(Revision.STATELESS);
            tools(client);
            var state = state(client.call("ask"));
            var hidden =
                    world.mounts()
                            .getFirst()
                            .withExposure(
                                    Exposure.ALL.withTools(
                                            Selection.ALL.withExclude(List.of("ask"))));
            world.federation.reload(List.of(world.mount("db", db).withPrefix(""), hidden));
            tools(client);
            assertThat(again(client, state).error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(git.calls("ask")).isEqualTo(1);
        }
    }

    @Test
    void aUriThatAnotherServerListsByNowTakesNoReadAway() {
        git.on(Method.RESOURCES_LIST, StateOwnersTest::lists);
        db.on(Method.RESOURCES_LIST, StateOwnersTest::lists);
        try (var world = FederationWorld.plan().with("git", git).open()) {
            var client = world.client(Revision.STATELESS);
            var state = state(read(client, Json.object("uri", URI)));
            var first = world.mount("db", db);
            world.federation.reload(List.of(first, world.mounts().getFirst()));
            client.request(Method.RESOURCES_LIST, Json.EMPTY_OBJECT).result();
            assertThat(state(read(client, Json.object("uri", URI)))).isNotEqualTo(state);
            assertThat(db.requests(Method.RESOURCES_READ)).hasSize(1);
            var retried = answered(state).without("arguments").with("uri", Json.string(URI));
            assertThat(read(client, retried).result().toString()).contains("git's state");
        }
    }

    private static void lists(ReceivedRequest call) {
        var log = Json.object("uri", URI, "name", "log");
        call.answer(Json.object("resources", Json.array(List.of(log))));
    }

    private static RecordedReply read(RecordedClient client, Json params) {
        return client.request(Method.RESOURCES_READ, params);
    }

    private static String state(RecordedReply asked) {
        asked.question();
        var result = ((Result) asked.messages().getLast()).result();
        return String.valueOf(result.text("requestState"));
    }

    private static RecordedReply again(RecordedClient client, String state) {
        return client.request(Method.TOOLS_CALL, answered(state).with("name", Json.string("ask")));
    }

    private static Json answered(String state) {
        var answer = Json.object("action", "accept", "content", Json.EMPTY_OBJECT);
        return Json.object(
                "arguments",
                Json.EMPTY_OBJECT,
                "inputResponses",
                Json.object("k", answer),
                "requestState",
                state);
    }
}
