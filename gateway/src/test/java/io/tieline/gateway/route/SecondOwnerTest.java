package io.tieline.gateway.route;

import static io.tieline.gateway.route.ListedThings.keys;
import static io.tieline.gateway.route.ListedThings.read;
import static io.tieline.gateway.route.ListedThings.uris;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario 86: two servers that have one URI. */
@Timeout(20)
final class SecondOwnerTest {

    private static final String LOG = "file:///log";

    private static FederationWorld world(ScriptedServer git, ScriptedServer db) {
        return FederationWorld.plan().with("git", git).with("db", db).open();
    }

    @ParameterizedTest
    @EnumSource
    void theFirstInTheFileHasTheUriAndTheOtherOneIsNamed(Eras eras) {
        var git = ListedThings.resources(eras.server(), "git", LOG);
        var db = ListedThings.resources(eras.server(), "db", "db://rows", LOG);
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            assertThat(keys(client, ListKind.RESOURCES))
                    .containsExactly(LOG, "db://rows", "db+" + LOG);
            assertThat(read(client, LOG)).isEqualTo("git " + LOG);
            assertThat(read(client, "db+" + LOG)).isEqualTo("db db+" + LOG);
            assertThat(uris(db, Method.RESOURCES_READ)).containsExactly(LOG);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatATemplateOfTheSecondOwnerMakesIsReadThere(Eras eras) {
        var git = ListedThings.templates(eras.server(), "git", "file:///{+path}");
        var db = ListedThings.templates(eras.server(), "db", "file:///{+path}");
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            assertThat(keys(client, ListKind.TEMPLATES))
                    .containsExactly("file:///{+path}", "db+file:///{+path}");
            assertThat(read(client, "file:///a/b")).isEqualTo("git file:///a/b");
            assertThat(read(client, "db+file:///a/b")).isEqualTo("db db+file:///a/b");
            assertThat(uris(db, Method.RESOURCES_READ)).containsExactly("file:///a/b");
        }
    }

    @Test
    void updatesOfTheSecondOwnerNameItsOwnUri() {
        var git = ListedThings.resources(ScriptedServer.stateful(), "git", LOG);
        var db = ListedThings.resources(ScriptedServer.stateful(), "db", LOG);
        try (var world = world(git, db)) {
            var client = world.client();
            subscribe(client, "db+" + LOG);
            assertThat(uris(db, Method.RESOURCES_SUBSCRIBE)).containsExactly(LOG);
            db.tell(Method.RESOURCES_UPDATED, Json.object("uri", LOG));
            assertThat(ListedThings.told(client.notifications(), "uri"))
                    .containsExactly("db+" + LOG);
        }
    }

    @Test
    void updatesOfWhatATemplateOfTheSecondOwnerMakesNameItsOwnUri() {
        var git = ListedThings.templates(ScriptedServer.stateful(), "git", "file:///{+path}");
        var db = ListedThings.templates(ScriptedServer.stateful(), "db", "file:///{+path}");
        try (var world = world(git, db)) {
            var client = world.client();
            subscribe(client, "db+file:///a");
            assertThat(uris(db, Method.RESOURCES_SUBSCRIBE)).containsExactly("file:///a");
            db.tell(Method.RESOURCES_UPDATED, Json.object("uri", "file:///a"));
            assertThat(ListedThings.told(client.notifications(), "uri"))
                    .containsExactly("db+file:///a");
        }
    }

    private static void subscribe(RecordedClient client, String uri) {
        client.request(Method.RESOURCES_SUBSCRIBE, Json.object("uri", uri)).result();
    }

    @ParameterizedTest
    @EnumSource
    void linksOfTheSecondOwnerLeadToIt(Eras eras) {
        var git = ListedThings.resources(eras.server(), "git", LOG);
        var db = ListedThings.resources(eras.server(), "db", LOG, "db://rows");
        var embedded =
                Json.object("type", "resource", "resource", Json.object("uri", LOG, "text", "t"));
        git.tool("see", call -> call.answer(ListedThings.content(ListedThings.link(LOG))));
        db.tool("see", call -> call.answer(ListedThings.content(ListedThings.link(LOG), embedded)));
        var message = Json.object("role", "user", "content", ListedThings.link(LOG));
        ListedThings.prompts(db, "db", "ask")
                .on(
                        Method.PROMPTS_GET,
                        request ->
                                request.answer(
                                        Json.object("messages", Json.array(List.of(message)))));
        db.on(
                Method.RESOURCES_READ,
                request ->
                        request.answer(
                                Json.object(
                                        "contents",
                                        Json.array(
                                                List.of(Json.object("uri", LOG, "text", "t"))))));
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            keys(client, ListKind.RESOURCES);
            assertThat(blocks(client, "git__see").getFirst().text("uri")).isEqualTo(LOG);
            var blocks = blocks(client, "db__see");
            assertThat(blocks.getFirst().text("uri")).isEqualTo("db+" + LOG);
            assertThat(blocks.getFirst().text("name")).isEqualTo(LOG);
            assertThat(blocks.getLast().text("resource", "uri")).isEqualTo("db+" + LOG);
            var got = client.request(Method.PROMPTS_GET, Json.object("name", "db__ask")).result();
            assertThat(got.list("messages").getFirst().text("content", "uri"))
                    .isEqualTo("db+" + LOG);
            assertThat(read(client, "db://rows")).isEqualTo("t db+" + LOG);
        }
    }

    private static List<Json> blocks(RecordedClient client, String tool) {
        return client.call(tool).result().list("content");
    }
}
