package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario 96: clients without sessions listen to several servers by one request. */
@Timeout(20)
final class MergedListenTest {

    private static FederationWorld world(ScriptedServer git, ScriptedServer db) {
        return FederationWorld.plan().with("git", git).with("db", db).open();
    }

    private static RecordedClient client(FederationWorld world) {
        return world.client(Revision.V2026_07_28);
    }

    private static RecordedReply listen(RecordedClient client, Json filter) {
        var params = Json.object("notifications", filter);
        return client.request(Method.SUBSCRIPTIONS_LISTEN, params);
    }

    private static Json resources(String... uris) {
        var all = Arrays.stream(uris).map(Json::string).toList();
        return Json.object("resourceSubscriptions", Json.array(all));
    }

    private static Json tools() {
        return Json.object("toolsListChanged", true);
    }

    private static Json acknowledged(RecordedReply listening) {
        var first = listening.notifications(Method.SUBSCRIPTIONS_ACKNOWLEDGED);
        assertThat(first).hasSize(1);
        return first.getFirst().json().part("params", "notifications");
    }

    private static List<String> updated(RecordedReply listening) {
        return ListedThings.told(listening.notifications(Method.RESOURCES_UPDATED), "uri");
    }

    private static List<Notification> changed(RecordedReply listening) {
        return listening.notifications(Method.TOOLS_LIST_CHANGED);
    }

    private static ScriptedServer.Script done() {
        return call -> call.answer("done");
    }

    @ParameterizedTest
    @EnumSource(names = {"STATELESS_CLIENTS", "STATELESS_ON_BOTH_SIDES"})
    void whatIsHonouredIsAcknowledgedOnce(Eras eras) {
        var only = Json.object("tools", Json.object("listChanged", true));
        var git = eras.server().capabilities(only);
        var db = eras.server().capabilities(only.with("resources", Json.object("subscribe", true)));
        ListedThings.resources(db, "db", "db://rows");
        try (var world = world(git, db)) {
            var wanted =
                    resources("db://rows", "x://nobodys")
                            .with("toolsListChanged", Json.TRUE)
                            .with("promptsListChanged", Json.TRUE);
            var client = client(world);
            client.request(Method.SERVER_DISCOVER, Json.EMPTY_OBJECT).result();
            ListedThings.list(client, ListKind.RESOURCES);
            var listening = listen(client, wanted);
            var honoured = acknowledged(listening);
            assertThat(honoured.flag("toolsListChanged")).isTrue();
            assertThat(honoured.get("promptsListChanged")).isNull();
            assertThat(honoured.texts("resourceSubscriptions"))
                    .contains("db://rows")
                    .isSubsetOf("db://rows", "x://nobodys");
            assertThat(listening.isOver()).isFalse();
        }
    }

    @Test
    void aServerThatDoesNotAnswerDelaysTheAcknowledgementForAMomentOnly() {
        var git = ScriptedServer.stateless().tool("work", done());
        var db = ScriptedServer.stateless().hold(Method.SUBSCRIPTIONS_LISTEN);
        try (var world = world(git, db)) {
            var client = client(world);
            FederationWorld.tools(client);
            var listening = listen(client, tools());
            assertThat(listening.notifications()).isEmpty();
            world.advance(Duration.ofSeconds(2));
            assertThat(acknowledged(listening).flag("toolsListChanged")).isTrue();
            listening.cancel("enough");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STATELESS_CLIENTS", "STATELESS_ON_BOTH_SIDES"})
    void aServerThatIsDownDelaysNothing(Eras eras) {
        var git = eras.server().tool("work", done());
        var db = eras.server().tool("work", done());
        try (var world = world(git, db)) {
            world.link("db").refuseConnections("nobody is at home");
            var client = client(world);
            FederationWorld.tools(client);
            var listening = listen(client, tools());
            assertThat(acknowledged(listening).flag("toolsListChanged")).isTrue();
            world.link("db").acceptConnections();
            world.advance(Duration.ofSeconds(10));
            assertThat(changed(listening)).hasSize(1);
            assertThat(FederationWorld.tools(client)).containsExactly("git__work", "db__work");
            listening.cancel("enough");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STATELESS_CLIENTS", "STATELESS_ON_BOTH_SIDES"})
    void updatesComeFromTheOwnersOfWhatIsWatchedOnly(Eras eras) {
        var git = ListedThings.resources(eras.server(), "git", "file:///log");
        var db = ListedThings.resources(eras.server(), "db", "file:///log", "db://rows");
        try (var world = world(git, db)) {
            var listening = listen(client(world), resources("db+file:///log", "db://rows"));
            assertThat(acknowledged(listening).texts("resourceSubscriptions"))
                    .containsExactly("db+file:///log", "db://rows");
            git.tell(Method.RESOURCES_UPDATED, Json.object("uri", "file:///log"));
            db.tell(Method.RESOURCES_UPDATED, Json.object("uri", "db://other"));
            assertThat(updated(listening)).isEmpty();
            db.tell(Method.RESOURCES_UPDATED, Json.object("uri", "file:///log"));
            db.tell(Method.RESOURCES_UPDATED, Json.object("uri", "db://rows"));
            assertThat(updated(listening)).containsExactly("db+file:///log", "db://rows");
            listening.cancel("enough");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STATELESS_CLIENTS", "STATELESS_ON_BOTH_SIDES"})
    void aBurstIsOneNotificationAndNoneIfTheViewIsTheSame(Eras eras) {
        var git = eras.server().tool("work", done());
        var db = eras.server().tool("work", done());
        try (var world = world(git, db)) {
            var client = client(world);
            FederationWorld.tools(client);
            var listening = listen(client, tools());
            burst(git, db);
            world.advance(Duration.ofSeconds(1));
            assertThat(changed(listening)).isEmpty();
            db.tool("more", done());
            git.tool("more", done());
            burst(git, db);
            world.advance(Duration.ofSeconds(1));
            assertThat(changed(listening)).hasSize(1);
            listening.cancel("enough");
        }
    }

    private static void burst(ScriptedServer... servers) {
        for (var server : servers) {
            for (int i = 0; i < 20; i++) {
                server.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            }
        }
    }

    @Test
    void whatChangesBeforeTheAcknowledgementIsToldAfterIt() {
        var git = ScriptedServer.stateless().tool("work", done());
        var db = ScriptedServer.stateless().hold(Method.SUBSCRIPTIONS_LISTEN);
        try (var world = world(git, db)) {
            var client = client(world);
            FederationWorld.tools(client);
            var listening = listen(client, tools());
            git.tool("more", done());
            git.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            world.advance(Duration.ofSeconds(1));
            assertThat(listening.notifications()).isEmpty();
            world.advance(Duration.ofSeconds(2));
            acknowledged(listening);
            assertThat(changed(listening)).hasSize(1);
            listening.cancel("enough");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STATELESS_CLIENTS", "STATELESS_ON_BOTH_SIDES"})
    void aServerThatIsLostIsListenedToAgainAndWhatMayHaveChangedIsTold(Eras eras) {
        var git = eras.server().tool("work", done());
        var db = ListedThings.resources(eras.server().tool("work", done()), "db", "db://rows");
        try (var world = world(git, db)) {
            var client = client(world);
            FederationWorld.tools(client);
            var listening =
                    listen(client, resources("db://rows").with("toolsListChanged", Json.TRUE));
            acknowledged(listening);
            db.crash("it fell over");
            db.tool("more", done());
            world.advance(Duration.ofSeconds(10));
            assertThat(updated(listening)).containsExactly("db://rows");
            assertThat(changed(listening)).hasSize(1);
            assertThat(acknowledged(listening)).isNotNull();
            db.tell(Method.RESOURCES_UPDATED, Json.object("uri", "db://rows"));
            assertThat(updated(listening)).containsExactly("db://rows", "db://rows");
            listening.cancel("enough");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STATELESS_CLIENTS", "STATELESS_ON_BOTH_SIDES"})
    void whoListensNoMoreIsListenedForNoMore(Eras eras) {
        var git = ListedThings.resources(eras.server(), "git", "file:///log");
        var db = ListedThings.resources(eras.server(), "db", "db://rows");
        try (var world = world(git, db)) {
            var client = client(world);
            var listening =
                    listen(
                            client,
                            resources("file:///log", "db://rows")
                                    .with("toolsListChanged", Json.TRUE));
            acknowledged(listening);
            db.hold(Method.TOOLS_LIST);
            db.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            world.advance(Duration.ofSeconds(1));
            listening.cancel("enough");
            assertThat(db.request(Method.TOOLS_LIST).isLeft()).isTrue();
            for (var server : List.of(git, db)) {
                if (eras.hasStatelessServers()) {
                    var last = server.request(Method.SUBSCRIPTIONS_LISTEN);
                    assertThat(last.params().list("notifications", "resourceSubscriptions"))
                            .isEmpty();
                } else {
                    assertThat(server.requests(Method.RESOURCES_UNSUBSCRIBE)).hasSize(1);
                }
            }
            assertThat(listening.isOver()).isTrue();
        }
    }

    @Test
    void aServerThatIsTriedAgainIsForgottenWithTheListening() {
        var git = ScriptedServer.stateless().tool("work", done());
        var db = ScriptedServer.stateless().tool("work", done());
        try (var world = world(git, db)) {
            world.link("db").refuseConnections("nobody is at home");
            var listening = listen(client(world), tools());
            world.advance(Duration.ofSeconds(30));
            listening.cancel("enough");
            int before = world.link("db").connections();
            world.advance(Duration.ofMinutes(5));
            assertThat(world.link("db").connections()).isEqualTo(before);
        }
    }
}
