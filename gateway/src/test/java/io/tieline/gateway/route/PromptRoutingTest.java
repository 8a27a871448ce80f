package io.tieline.gateway.route;

import static io.tieline.gateway.route.ListedThings.keys;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.Selection;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Prompts of several servers, and whose completions are (scenario 97). */
@Timeout(20)
final class PromptRoutingTest {

    private static FederationWorld world(ScriptedServer git, ScriptedServer db) {
        return FederationWorld.plan().with("git", git).with("db", db).open();
    }

    private static FederationWorld two(Eras eras) {
        return world(
                ListedThings.prompts(eras.server(), "git", "review", "explain"),
                ListedThings.prompts(eras.server(), "db", "explain", "index"));
    }

    private static RecordedReply get(RecordedClient client, String name) {
        return client.request(Method.PROMPTS_GET, Json.object("name", name));
    }

    @ParameterizedTest
    @EnumSource
    void thePromptsOfAllAreListedAndEachIsItsServers(Eras eras) {
        try (var world = two(eras)) {
            var client = world.client(eras.client());
            assertThat(keys(client, ListKind.PROMPTS))
                    .containsExactly("git__review", "git__explain", "db__explain", "db__index");
            assertThat(get(client, "db__explain").result().text("description"))
                    .isEqualTo("db: explain");
            assertThat(get(client, "git__explain").result().text("description"))
                    .isEqualTo("git: explain");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBareNameThatOneServerAloneHasIsThatServers(Eras eras) {
        try (var world = two(eras)) {
            var client = world.client(eras.client());
            assertThat(get(client, "index").result().text("description")).isEqualTo("db: index");
            var error = get(client, "explain").error();
            assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(error.message()).contains("Unknown prompt", "explain");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPromptIsFoundThoughOnlyToolsWereListedJustNow(Eras eras) {
        try (var world = two(eras)) {
            var client = world.client(eras.client());
            keys(client, ListKind.TOOLS);
            assertThat(get(client, "db__index").result().text("description"))
                    .isEqualTo("db: index");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHiddenPromptIsNeitherListedNorGotNorCompleted(Eras eras) {
        var git = ListedThings.prompts(eras.server(), "git", "review");
        var db = ListedThings.prompts(eras.server(), "db", "explain", "drop");
        completes(db, "db");
        var noDrop = Exposure.ALL.withPrompts(Selection.ALL.withExclude(List.of("drop")));
        try (var world =
                FederationWorld.plan()
                        .with("git", git)
                        .with("db", db, mount -> mount.withExposure(noDrop))
                        .open()) {
            var client = world.client(eras.client());
            assertThat(keys(client, ListKind.PROMPTS))
                    .containsExactly("git__review", "db__explain");
            assertThat(get(client, "db__drop").error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(get(client, "drop").error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(completed(client, prompt("db__drop"))).isEmpty();
            assertThat(db.requests(Method.PROMPTS_GET)).isEmpty();
            assertThat(db.requests(Method.COMPLETION_COMPLETE)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPromptIsCompletedByItsServerUnderThatServersName(Eras eras) {
        var git = completes(ListedThings.prompts(eras.server(), "git", "review"), "git");
        var db = completes(ListedThings.prompts(eras.server(), "db", "explain"), "db");
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            assertThat(completed(client, prompt("db__explain"))).containsExactly("db");
            assertThat(completed(client, prompt("review"))).containsExactly("git");
            assertThat(ref(db).text("name")).isEqualTo("explain");
            assertThat(ref(git).text("name")).isEqualTo("review");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTemplateIsCompletedByItsServer(Eras eras) {
        var git = completes(ListedThings.templates(eras.server(), "git", "file:///{+path}"), "git");
        var db = completes(ListedThings.templates(eras.server(), "db", "file:///{+path}"), "db");
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            assertThat(completed(client, template("file:///{+path}"))).containsExactly("git");
            assertThat(completed(client, template("db+file:///{+path}"))).containsExactly("db");
            assertThat(ref(db).text("uri")).isEqualTo("file:///{+path}");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNobodysHasNoCompletion(Eras eras) {
        var can = Json.object("prompts", Json.EMPTY_OBJECT);
        var git = ListedThings.prompts(eras.server(), "git", "review").capabilities(can);
        var db = completes(ListedThings.prompts(eras.server(), "db", "explain"), "db");
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            assertThat(completed(client, prompt("git__review"))).isEmpty();
            assertThat(completed(client, prompt("other"))).isEmpty();
            assertThat(completed(client, template("x://{y}"))).isEmpty();
            assertThat(git.requests(Method.COMPLETION_COMPLETE)).isEmpty();
            assertThat(db.requests(Method.COMPLETION_COMPLETE)).isEmpty();
        }
    }

    private static ScriptedServer completes(ScriptedServer server, String value) {
        var values = Json.object("values", Json.array(List.of(Json.string(value))));
        return server.on(
                Method.COMPLETION_COMPLETE,
                request -> request.answer(Json.object("completion", values)));
    }

    private static Json prompt(String name) {
        return Json.object("type", "ref/prompt", "name", name);
    }

    private static Json template(String uri) {
        return Json.object("type", "ref/resource", "uri", uri);
    }

    private static List<String> completed(RecordedClient client, Json ref) {
        var argument = Json.object("name", "a", "value", "");
        var params = Json.object("ref", ref, "argument", argument);
        return client.request(Method.COMPLETION_COMPLETE, params)
                .result()
                .texts("completion", "values");
    }

    private static Json ref(ScriptedServer server) {
        return server.request(Method.COMPLETION_COMPLETE).params().part("ref");
    }
}
