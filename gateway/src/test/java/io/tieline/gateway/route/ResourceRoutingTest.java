package io.tieline.gateway.route;

import static io.tieline.gateway.route.ListedThings.keys;
import static io.tieline.gateway.route.ListedThings.read;
import static io.tieline.gateway.route.ListedThings.uris;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario 86: whose a resource is, and that no URI is rewritten on the way. */
@Timeout(20)
final class ResourceRoutingTest {

    private static FederationWorld world(ScriptedServer git, ScriptedServer db) {
        return FederationWorld.plan().with("git", git).with("db", db).open();
    }

    private static FederationWorld listing(Eras eras) {
        return world(
                ListedThings.resources(eras.server(), "git", "file:///readme", "file:///log"),
                ListedThings.resources(eras.server(), "db", "db://rows", "file:///dump"));
    }

    @ParameterizedTest
    @EnumSource
    void urisAreListedAndReadAsTheServersWriteThem(Eras eras) {
        try (var world = listing(eras)) {
            var client = world.client(eras.client());
            assertThat(keys(client, ListKind.RESOURCES))
                    .containsExactly("file:///readme", "file:///log", "db://rows", "file:///dump");
            assertThat(read(client, "db://rows")).isEqualTo("db db://rows");
            assertThat(read(client, "file:///dump")).isEqualTo("db file:///dump");
            assertThat(read(client, "file:///log")).isEqualTo("git file:///log");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResourceIsReadByAClientThatHasListedNothing(Eras eras) {
        try (var world = listing(eras)) {
            assertThat(read(world.client(eras.client()), "file:///dump"))
                    .isEqualTo("db file:///dump");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aUriThatNobodyListsGoesToTheServerWhoseTemplateItFits(Eras eras) {
        var git = ListedThings.templates(eras.server(), "git", "git://{commit}/{+path}");
        var db = ListedThings.templates(eras.server(), "db", "db://{table}{?limit}");
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            assertThat(keys(client, ListKind.TEMPLATES))
                    .containsExactly("git://{commit}/{+path}", "db://{table}{?limit}");
            assertThat(read(client, "db://rows?limit=2")).isEqualTo("db db://rows?limit=2");
            assertThat(read(client, "git://a1/src/A.java")).isEqualTo("git git://a1/src/A.java");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aListedUriCountsMoreThanTheTemplateOfAnother(Eras eras) {
        var git = ListedThings.templates(eras.server(), "git", "file:///{name}");
        var db = ListedThings.resources(eras.server(), "db", "file:///dump");
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            assertThat(read(client, "file:///dump")).startsWith("db");
            assertThat(read(client, "file:///other")).startsWith("git");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aUriThatAServerHasNamedInItsResultsGoesBackToIt(Eras eras) {
        var git = ListedThings.resources(eras.server(), "git", "file:///readme");
        var db = ListedThings.resources(eras.server(), "db", "db://rows");
        var embedded =
                Json.object(
                        "type",
                        "resource",
                        "resource",
                        Json.object("uri", "memo://2", "text", "two"));
        db.tool(
                "query",
                call ->
                        call.answer(
                                ListedThings.content(ListedThings.link("file:///1"), embedded)));
        var message = Json.object("role", "user", "content", ListedThings.link("file:///3"));
        ListedThings.prompts(db, "db", "ask")
                .on(
                        Method.PROMPTS_GET,
                        request ->
                                request.answer(
                                        Json.object("messages", Json.array(List.of(message)))));
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            var result = client.call("db__query").result();
            assertThat(result.list("content").getFirst().text("uri")).isEqualTo("file:///1");
            client.request(Method.PROMPTS_GET, Json.object("name", "db__ask")).result();
            assertThat(read(client, "file:///1")).isEqualTo("db file:///1");
            assertThat(read(client, "memo://2")).isEqualTo("db memo://2");
            assertThat(read(client, "file:///3")).isEqualTo("db file:///3");
            assertThat(uris(git, Method.RESOURCES_READ)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aUriThatAServerHasNamedInWhatWasReadGoesBackToIt(Eras eras) {
        var git = ListedThings.resources(eras.server(), "git", "file:///readme");
        var db = ListedThings.resources(eras.server(), "db", "db://rows");
        var parts =
                List.of(
                        Json.object("uri", "db://rows/1", "text", "one"),
                        Json.object("uri", "db://rows/2", "text", "two"));
        db.on(
                Method.RESOURCES_READ,
                request -> request.answer(Json.object("contents", Json.array(parts))));
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            read(client, "db://rows");
            assertThat(read(client, "db://rows/2")).startsWith("one");
            assertThat(uris(db, Method.RESOURCES_READ)).containsExactly("db://rows", "db://rows/2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePageOfAToolIsReadFromTheServerThatListsTheTool(Eras eras) {
        var git = ListedThings.resources(eras.server(), "git", "file:///readme");
        var db = ListedThings.resources(eras.server(), "db", "db://rows");
        var page = Json.object("ui", Json.object("resourceUri", "ui://rows/page.html"));
        ListedThings.lists(db, ListKind.TOOLS, tool -> tool.with("_meta", page), "query");
        try (var world = world(git, db)) {
            var client = world.client(eras.client());
            keys(client, ListKind.TOOLS);
            assertThat(read(client, "ui://rows/page.html")).startsWith("db");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOnlyServerWithResourcesIsAskedForWhatItDoesNotList(Eras eras) {
        var git = eras.server().capabilities(Json.object("tools", Json.EMPTY_OBJECT));
        var db = ListedThings.reads(eras.server(), "db");
        try (var world = world(git, db)) {
            assertThat(read(world.client(eras.client()), "db://unlisted"))
                    .isEqualTo("db db://unlisted");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aUriThatIsNobodysIsAnErrorThatNamesIt(Eras eras) {
        try (var world = listing(eras)) {
            var error =
                    world.client(eras.client())
                            .request(Method.RESOURCES_READ, Json.object("uri", "x://1"))
                            .error();
            assertThat(error.code())
                    .isEqualTo(
                            eras.hasStatelessClients()
                                    ? ErrorCode.INVALID_PARAMS
                                    : ErrorCode.RESOURCE_NOT_FOUND);
            assertThat(error.data()).isEqualTo(Json.object("uri", "x://1"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadWithoutAUriIsRefused(Eras eras) {
        try (var world = listing(eras)) {
            var error =
                    world.client(eras.client())
                            .request(Method.RESOURCES_READ, Json.EMPTY_OBJECT)
                            .error();
            assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
        }
    }

    @Test
    void eachWatchesAtTheOwnerAndHearsOfItsOwn() {
        var eras = Eras.HANDSHAKE_ON_BOTH_SIDES;
        var git = ListedThings.templates(eras.server(), "git", "git://{path}");
        var db = ListedThings.resources(eras.server(), "db", "db://rows");
        try (var world = world(git, db)) {
            var client = world.client();
            watch(client, Method.RESOURCES_SUBSCRIBE, "db://rows");
            watch(client, Method.RESOURCES_SUBSCRIBE, "git://a");
            assertThat(uris(db, Method.RESOURCES_SUBSCRIBE)).containsExactly("db://rows");
            assertThat(uris(git, Method.RESOURCES_SUBSCRIBE)).containsExactly("git://a");
            db.tell(Method.RESOURCES_UPDATED, Json.object("uri", "db://rows"));
            assertThat(client.notifications())
                    .extracting(one -> one.method(), one -> String.valueOf(one.params()))
                    .containsExactly(
                            Tuple.tuple(Method.RESOURCES_UPDATED, "{\"uri\":\"db://rows\"}"));
            watch(client, Method.RESOURCES_UNSUBSCRIBE, "db://rows");
            assertThat(uris(db, Method.RESOURCES_UNSUBSCRIBE)).containsExactly("db://rows");
            assertThat(uris(git, Method.RESOURCES_UNSUBSCRIBE)).isEmpty();
        }
    }

    private static void watch(RecordedClient client, String method, String uri) {
        client.request(method, Json.object("uri", uri)).result();
    }

    @Test
    void aLinkOfOneClientIsNoOthers() {
        var git = ListedThings.resources(ScriptedServer.stateful(), "git", "file:///readme");
        var db = ListedThings.resources(ScriptedServer.stateful(), "db", "db://rows");
        db.tool("query", call -> call.answer(ListedThings.content(ListedThings.link("file:///1"))));
        try (var world = world(git, db)) {
            var client = world.client(Revision.V2025_11_25);
            client.call("db__query").result();
            var other = world.client(Revision.V2025_11_25);
            assertThat(
                            other.request(Method.RESOURCES_READ, Json.object("uri", "file:///1"))
                                    .error()
                                    .code())
                    .isEqualTo(ErrorCode.RESOURCE_NOT_FOUND);
            assertThat(read(client, "file:///1")).startsWith("db");
        }
    }
}
