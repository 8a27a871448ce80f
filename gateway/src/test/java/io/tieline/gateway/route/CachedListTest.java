package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scenario 108: for how long, and for whom, a list of several servers may be kept. */
@Timeout(20)
final class CachedListTest {

    private static ScriptedServer keeping(@Nullable Integer ttlMs, @Nullable String scope) {
        var server = ScriptedServer.stateless();
        server.on(
                Method.TOOLS_LIST,
                request -> {
                    var schema = Json.object("type", "object");
                    var tool = Json.object("name", "work", "inputSchema", schema);
                    var page = Json.object("tools", Json.array(List.of(tool)));
                    page = ttlMs == null ? page : page.with("ttlMs", Json.number(ttlMs));
                    request.answer(
                            scope == null ? page : page.with("cacheScope", Json.string(scope)));
                });
        return server;
    }

    private static FederationWorld world(ScriptedServer git, ScriptedServer db) {
        return FederationWorld.plan().with("git", git).with("db", db).open();
    }

    private static RecordedClient client(FederationWorld world) {
        return world.client(Revision.V2026_07_28);
    }

    private static String kept(ScriptedServer git, ScriptedServer db) {
        try (var world = world(git, db)) {
            return kept(client(world));
        }
    }

    private static String kept(RecordedClient client) {
        var result = ListedThings.list(client, ListKind.TOOLS);
        return result.get("ttlMs") + " " + result.text("cacheScope");
    }

    @Test
    void theLeastOfTheLifetimesThatAreSaidIsTheLists() {
        assertThat(kept(keeping(5_000, "public"), keeping(3_000, "public")))
                .isEqualTo("3000 public");
        assertThat(kept(keeping(5_000, "public"), keeping(0, "public"))).isEqualTo("5000 public");
        assertThat(kept(keeping(0, "public"), keeping(0, "public"))).isEqualTo("0 public");
    }

    @Test
    void whatIsPrivateInOnePartIsPrivate() {
        assertThat(kept(keeping(5_000, "public"), keeping(3_000, "private")))
                .isEqualTo("3000 private");
        assertThat(kept(keeping(5_000, "private"), keeping(3_000, "public")))
                .isEqualTo("3000 private");
    }

    @Test
    void aServerThatSaysNothingMakesItPrivate() {
        assertThat(kept(keeping(5_000, "public"), keeping(null, null))).endsWith("private");
        assertThat(
                        kept(
                                keeping(5_000, "public"),
                                ScriptedServer.stateful()
                                        .tool("work", call -> call.answer("done"))))
                .isEqualTo("5000 private");
    }

    @Test
    void whileAServerIsNotWellNothingIsKept() {
        try (var world = world(keeping(5_000, "public"), keeping(3_000, "public"))) {
            var client = client(world);
            assertThat(kept(client)).isEqualTo("3000 public");
            world.link("db").refuseConnections("gone");
            world.link("db").cut("gone");
            world.advance(Duration.ofSeconds(4));
            assertThat(kept(client)).startsWith("0 ");
            world.link("db").acceptConnections();
            world.advance(Duration.ofSeconds(4));
            assertThat(kept(client)).isEqualTo("3000 public");
        }
    }

    @Test
    void aClientWithASessionIsToldNothingOfIt() {
        try (var world = world(keeping(5_000, "public"), keeping(3_000, "public"))) {
            var result = ListedThings.list(world.client(), ListKind.TOOLS);
            assertThat(result.get("ttlMs")).isNull();
            assertThat(result.get("cacheScope")).isNull();
        }
    }

    @Test
    void aServersOwnListIsKeptAsLongAsItSays() {
        var git = keeping(5_000, "public");
        var db = keeping(60_000, "public");
        try (var world = world(git, db)) {
            var client = client(world);
            kept(client);
            kept(client);
            assertThat(git.requests(Method.TOOLS_LIST)).hasSize(1);
            world.advance(Duration.ofSeconds(6));
            kept(client);
            assertThat(git.requests(Method.TOOLS_LIST)).hasSize(2);
            assertThat(db.requests(Method.TOOLS_LIST)).hasSize(1);
        }
    }
}
