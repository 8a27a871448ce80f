package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.Selection;
import io.tieline.session.Caller;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario 102: tools that are found by words and called by what was found. */
@Timeout(20)
final class SearchedToolsTest {

    private static final FederationSettings SEARCH =
            FederationSettings.DEFAULT.withSearch(List.of("git__status", "db__drop", "git__none"));
    private static final Exposure NO_DROP =
            Exposure.ALL.withTools(Selection.ALL.withExclude(List.of("drop")));

    private static FederationWorld world(ScriptedServer git, ScriptedServer db) {
        return FederationWorld.plan(SEARCH)
                .with("git", git)
                .with("db", db, mount -> mount.withExposure(NO_DROP))
                .open();
    }

    private static FederationWorld usual(Eras eras) {
        return world(
                says(eras, "git", "status", "commit_log"), says(eras, "db", "query_rows", "drop"));
    }

    private static ScriptedServer says(Eras eras, String text, String... tools) {
        var server = eras.server();
        for (var tool : tools) {
            server.tool(
                    tool,
                    call -> call.answer(text + " " + tool + " " + call.params().get("arguments")));
        }
        return server;
    }

    private static RecordedReply find(RecordedClient client, String query) {
        return client.call("search_tools", Json.object("query", query));
    }

    private static List<String> found(RecordedReply reply) {
        return FederationWorld.names(reply.result().part("structuredContent"), "tools", "name");
    }

    private static RecordedReply run(RecordedClient client, String tool, Json arguments) {
        return client.call("call_tool", Json.object("name", tool, "arguments", arguments));
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheSearchAndWhatIsPinnedIsListed(Eras eras) {
        try (var world = usual(eras)) {
            assertThat(FederationWorld.tools(world.client(eras.client())))
                    .containsExactly("search_tools", "call_tool", "git__status");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aToolIsFoundByItsWordsAndCalledByWhatWasFound(Eras eras) {
        try (var world = usual(eras)) {
            var client = world.client(eras.client());
            var reply = find(client, "rows of a query");
            assertThat(found(reply)).containsExactly("db__query_rows");
            assertThat(Json.of(reply.text())).isEqualTo(reply.result().part("structuredContent"));
            var called = run(client, "db__query_rows", Json.object("sql", "x"));
            assertThat(called.text()).isEqualTo("db query_rows {\"sql\":\"x\"}");
            assertThat(client.call("git__commit_log").text()).startsWith("git commit_log");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHiddenToolIsNeitherFoundNorCalled(Eras eras) {
        var db = says(eras, "db", "query_rows", "drop");
        try (var world = world(says(eras, "git", "status"), db)) {
            var client = world.client(eras.client());
            assertThat(found(find(client, "drop"))).isEmpty();
            for (var name : List.of("db__drop", "drop")) {
                assertThat(run(client, name, Json.EMPTY_OBJECT).error().code())
                        .isEqualTo(ErrorCode.INVALID_PARAMS);
            }
            assertThat(db.calls("drop")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsFoundIsCalledWithQuestionsAndProgress(Eras eras) {
        var db = eras.server().tool("query_rows", call -> {});
        try (var world = world(says(eras, "git", "status"), db)) {
            var client = world.client(eras.client());
            var params =
                    Json.object(
                            "name",
                            "call_tool",
                            "arguments",
                            Json.object("name", "db__query_rows"),
                            "_meta",
                            Json.object("progressToken", "p"));
            var call = client.request(Method.TOOLS_CALL, params);
            db.call("query_rows").progress(4);
            assertThat(ListedThings.told(call.notifications(Method.PROGRESS), "progressToken"))
                    .containsExactly("p");
            if (eras.hasStatelessServers()) {
                db.call("query_rows").requireForms("state", "sure?");
            } else {
                var asked = db.call("query_rows");
                asked.elicit("sure?", answer -> asked.answer("yes"));
                world.advance(Duration.ofMillis(100));
            }
            assertThat(call.question().message()).isEqualTo("sure?");
            call.question().accept(Json.EMPTY_OBJECT);
            if (eras.hasStatelessServers()) {
                assertThat(db.call("query_rows").params().text("requestState")).isEqualTo("state");
                db.call("query_rows").answer("yes");
            }
            assertThat(call.text()).isEqualTo("yes");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatNamesNoToolOrTheSearchItselfIsRefused(Eras eras) {
        try (var world = usual(eras)) {
            var client = world.client(eras.client());
            for (var arguments :
                    List.of(
                            Json.EMPTY_OBJECT,
                            Json.object("name", "call_tool"),
                            Json.object("name", "search_tools"),
                            Json.object("name", 3))) {
                assertThat(client.call("call_tool", arguments).error().code())
                        .isEqualTo(ErrorCode.INVALID_PARAMS);
            }
            assertThat(client.call("search_tools").error().code())
                    .isEqualTo(ErrorCode.INVALID_PARAMS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ifNoServerIsThereItIsAnErrorAndNothingThatIsFound(Eras eras) {
        try (var world = usual(eras)) {
            world.refuseAll("gone");
            var client = world.client(eras.client());
            assertThat(find(client, "rows").error().code()).isEqualTo(ErrorCode.BACKEND_GONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsMissingFromWhatWasFoundIsNamed(Eras eras) {
        try (var world = usual(eras)) {
            world.link("db").refuseConnections("gone");
            var result = find(world.client(eras.client()), "status").result();
            assertThat(result.text("_meta", "io.tieline/servers", "db", "state")).isEqualTo("down");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STATELESS_CLIENTS", "STATELESS_ON_BOTH_SIDES"})
    void headersSayNothingOfTheArgumentsOfWhatWasFound(Eras eras) {
        var db = eras.server();
        var schema =
                Json.of(
                        """
                        {"type":"object","properties":{"place":{"type":"string","x-mcp-header":"Place"}}}\
                        """);
        ListedThings.lists(db, ListKind.TOOLS, tool -> tool.with("inputSchema", schema), "weather");
        db.tool("weather", call -> call.answer("fine"));
        try (var world = world(says(eras, "git", "status"), db)) {
            var headers = Map.of("mcp-method", "tools/call", "mcp-name", "call_tool");
            var client =
                    world.newClient()
                            .revision(eras.client())
                            .caller(new Caller("p", headers))
                            .connect();
            assertThat(run(client, "db__weather", Json.object("place", "here")).text())
                    .isEqualTo("fine");
            assertThat(client.call("db__weather", Json.object("place", "here")).error().code())
                    .isEqualTo(ErrorCode.HEADER_MISMATCH);
        }
    }

    @ParameterizedTest
    @EnumSource
    void interceptorsSeeTheToolThatIsMeant(Eras eras) {
        var seen = new ArrayList<@Nullable String>();
        var watched =
                SEARCH.withInterceptors(
                        List.of((exchange, request, next) -> {
                            seen.add(request.json().text("params", "name"));
                            next.proceed(request);
                        }));
        try (var world =
                FederationWorld.plan(watched)
                        .with("git", says(eras, "git", "status"))
                        .with("db", says(eras, "db", "query_rows"))
                        .open()) {
            run(world.client(eras.client()), "db__query_rows", Json.EMPTY_OBJECT).result();
            assertThat(seen).containsExactly("db__query_rows");
        }
    }

    @Test
    void aChangeOfWhatIsNotListedIsNotTold() {
        var eras = Eras.HANDSHAKE_ON_BOTH_SIDES;
        var git = says(eras, "git", "status");
        try (var world = world(git, says(eras, "db", "query_rows"))) {
            var client = world.client();
            FederationWorld.tools(client);
            git.tool("more", call -> call.answer("more"));
            git.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            world.advance(Duration.ofSeconds(1));
            assertThat(client.notifications()).isEmpty();
            assertThat(found(find(client, "more"))).containsExactly("git__more");
            git.withoutTool("status");
            git.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            world.advance(Duration.ofSeconds(1));
            assertThat(client.notifications()).hasSize(1);
        }
    }
}
