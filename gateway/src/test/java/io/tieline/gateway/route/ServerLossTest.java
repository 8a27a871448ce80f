package io.tieline.gateway.route;

import static io.tieline.gateway.route.FederationWorld.tools;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenarios 88, 89 and 94: servers that are away, come back, or lose a session. */
@Timeout(20)
final class ServerLossTest {

    private static final Duration GRACE = Duration.ofMinutes(10);

    private static ScriptedServer works(Eras eras) {
        return eras.server().tool("work", call -> call.answer("done"));
    }

    private static FederationWorld world(ScriptedServer git, ScriptedServer db) {
        return FederationWorld.plan().with("git", git).with("db", db).open();
    }

    private static void lose(FederationWorld world, ScriptedServer server) {
        world.link("db").refuseConnections("gone");
        server.crash("it fell over");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAwayIsListedForTheGraceAndNamed(Eras eras) {
        var db = works(eras);
        try (var world = world(works(eras), db)) {
            var client = world.client(eras.client());
            assertThat(tools(client)).containsExactly("git__work", "db__work");
            lose(world, db);
            world.advance(GRACE.minusSeconds(5));
            var listed = ListedThings.list(client, ListKind.TOOLS);
            assertThat(listed.list("tools")).hasSize(2);
            assertThat(listed.text("_meta", "io.tieline/servers", "db", "state")).isEqualTo("down");
            world.advance(GRACE.plusSeconds(5));
            assertThat(tools(client)).containsExactly("git__work");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallOfWhatIsAwayFailsAndNamesTheServer(Eras eras) {
        var db = works(eras);
        try (var world = world(works(eras), db)) {
            var client = world.client(eras.client());
            tools(client);
            lose(world, db);
            client.call("db__work").response(); // hears of the loss, if there was state
            var error = client.call("db__work").error();
            assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(error.data()).extracting(it -> it.text("backend")).isEqualTo("db");
            assertThat(client.call("git__work").text()).isEqualTo("done");
        }
    }

    @Test
    void aServerThatNeverWasThereIsAskedLessAndLessOften() {
        var eras = Eras.HANDSHAKE_ON_BOTH_SIDES;
        try (var world = world(works(eras), works(eras))) {
            world.link("db").refuseConnections("not yet");
            var client = world.client();
            tools(client);
            int first = world.link("db").connections();
            world.advance(Duration.ofMinutes(1));
            int minute = world.link("db").connections() - first;
            world.advance(Duration.ofMinutes(10));
            int ten = world.link("db").connections() - first - minute;
            assertThat(minute).isBetween(3, 12);
            assertThat(ten).isBetween(5, 2 * 10 + 1);
            assertThat(client.notifications()).isEmpty();
            world.link("db").acceptConnections();
            world.advance(Duration.ofMinutes(2));
            assertThat(client.notifications())
                    .extracting(one -> one.method())
                    .containsExactly(Method.TOOLS_LIST_CHANGED);
            assertThat(tools(client)).containsExactly("git__work", "db__work");
        }
    }

    @Test
    void whoHasListedNothingIsToldOfNoChange() {
        var eras = Eras.HANDSHAKE_ON_BOTH_SIDES;
        try (var world = world(works(eras), works(eras))) {
            world.link("db").refuseConnections("not yet");
            var client = world.client();
            client.call("other").error();
            world.advance(Duration.ofMinutes(1));
            assertThat(client.notifications()).isEmpty();
        }
    }

    @Test
    void aServerThatComesBackWithOtherToolsIsToldOf() {
        var db = works(Eras.HANDSHAKE_ON_BOTH_SIDES);
        try (var world = world(works(Eras.HANDSHAKE_ON_BOTH_SIDES), db)) {
            var client = world.client();
            tools(client);
            lose(world, db);
            tools(client);
            db.tool("more", call -> call.answer("more"));
            world.link("db").acceptConnections();
            world.advance(Duration.ofMinutes(2));
            assertThat(client.notifications()).hasSize(1);
            assertThat(client.call("db__more").response()).isNotNull();
        }
    }

    @Test
    void aServerThatFallsOverAndComesBackWithOtherToolsIsToldOfThoughNobodyUsesIt() {
        var db = works(Eras.HANDSHAKE_ON_BOTH_SIDES);
        try (var world = world(works(Eras.HANDSHAKE_ON_BOTH_SIDES), db)) {
            var client = world.client();
            tools(client);
            lose(world, db);
            db.tool("more", call -> call.answer("more"));
            world.advance(Duration.ofSeconds(5));
            assertThat(client.notifications()).isEmpty();
            world.link("db").acceptConnections();
            world.advance(Duration.ofMinutes(2));
            assertThat(client.notifications())
                    .extracting(one -> one.method())
                    .containsExactly(Method.TOOLS_LIST_CHANGED);
            assertThat(client.call("db__more").error().code())
                    .isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
            assertThat(client.call("db__more").text()).isEqualTo("more");
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyOneServerAwayAndNothingKnownIsItsOwnError(Eras eras) {
        try (var world = world(works(eras), eras.server().capabilities(Json.EMPTY_OBJECT))) {
            world.link("git").refuseConnections("nobody is at home");
            var client = world.client(eras.client());
            client.request(Method.SERVER_DISCOVER, Json.EMPTY_OBJECT).response();
            var error = client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).error();
            assertThat(error.message()).contains("nobody is at home");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatRefusesToListIsNamedAsFailing(Eras eras) {
        var db = works(eras);
        db.on(
                Method.TOOLS_LIST,
                request -> request.fail(RpcError.of(ErrorCode.INTERNAL_ERROR, "out of paper")));
        try (var world = world(works(eras), db)) {
            var listed = ListedThings.list(world.client(eras.client()), ListKind.TOOLS);
            assertThat(listed.list("tools")).hasSize(1);
            var state = listed.part("_meta", "io.tieline/servers", "db");
            assertThat(state.text("state")).isEqualTo("failing");
            assertThat(state.text("reason")).contains("out of paper");
        }
    }

    @Test
    void whatASessionWatchesIsWatchedAgainAfterALoss() {
        var eras = Eras.HANDSHAKE_ON_BOTH_SIDES;
        var git = ListedThings.resources(works(eras), "git", "file:///log");
        var db = ListedThings.resources(works(eras), "db", "db://rows", "file:///log");
        try (var world = world(git, db)) {
            var client = world.client();
            for (var uri : new String[] {"db://rows", "db+file:///log", "file:///log"}) {
                client.request(Method.RESOURCES_SUBSCRIBE, Json.object("uri", uri)).result();
            }
            db.crash("it fell over");
            client.call("db__work").error();
            client.call("db__work").result();
            assertThat(ListedThings.uris(db, Method.RESOURCES_SUBSCRIBE))
                    .containsExactly("db://rows", "file:///log", "db://rows", "file:///log");
            assertThat(ListedThings.uris(git, Method.RESOURCES_SUBSCRIBE)).hasSize(1);
            db.tell(Method.RESOURCES_UPDATED, Json.object("uri", "file:///log"));
            assertThat(ListedThings.told(client.notifications(), "uri"))
                    .containsExactly("db+file:///log");
        }
    }

    @Test
    void theLossOfOneServerIsToldOnceAndEndsNoCallOfAnother() {
        var eras = Eras.HANDSHAKE_ON_BOTH_SIDES;
        var git = eras.server().tool("work", call -> {});
        var db = works(eras);
        try (var world = world(git, db)) {
            var client = world.client(Revision.V2025_11_25);
            var open = client.call("git__work");
            client.call("db__work").result();
            db.forgetSessions();
            assertThat(client.call("db__work").error().code())
                    .isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
            assertThat(client.call("db__work").text()).isEqualTo("done");
            git.call("work").answer("at last");
            assertThat(open.text()).isEqualTo("at last");
            assertThat(client.isOpen()).isTrue();
        }
    }

    private static final String TYPED =
            """
            {"tools":[{"name":"work","inputSchema":{"type":"object"},"outputSchema":{"type":"object"}},
            {"name":"rest","inputSchema":{"type":"object"},"outputSchema":{"type":"array"}}]}\
            """;

    @ParameterizedTest
    @EnumSource(
            value = Revision.class,
            names = {"V2025_03_26", "V2025_11_25"})
    void whatIsAwayIsListedAsOneOfAnotherRevisionHasHeardIt(Revision revision) {
        var db =
                ScriptedServer.stateless()
                        .on(Method.TOOLS_LIST, request -> request.answer(Json.of(TYPED)));
        try (var world = world(works(Eras.STATELESS_SERVERS), db)) {
            tools(world.client(Revision.V2026_07_28));
            lose(world, db);
            var client = world.client(revision);
            var listed = ListedThings.list(client, ListKind.TOOLS);
            assertThat(FederationWorld.names(listed, "tools", "name"))
                    .containsExactly("git__work", "db__work", "db__rest");
            assertThat(listed.text("_meta", "io.tieline/servers", "db", "state")).isEqualTo("down");
            var tools = listed.list("tools");
            assertThat(tools.get(1).get("outputSchema") != null)
                    .isEqualTo(revision == Revision.V2025_11_25);
            assertThat(tools.get(2).get("outputSchema")).isNull();
            assertThat(client.call("db__work").error().code()).isEqualTo(ErrorCode.BACKEND_GONE);
            world.advance(GRACE.plusSeconds(5));
            assertThat(tools(client)).containsExactly("git__work");
        }
    }

    @Test
    void whatIsAwayIsListedToOneWithoutASessionAsASessionHasHeardIt() {
        var db = works(Eras.STATELESS_CLIENTS);
        try (var world = world(works(Eras.STATELESS_CLIENTS), db)) {
            tools(world.client(Revision.V2025_11_25));
            lose(world, db);
            assertThat(tools(world.client(Revision.V2026_07_28)))
                    .containsExactly("git__work", "db__work");
        }
    }
}
