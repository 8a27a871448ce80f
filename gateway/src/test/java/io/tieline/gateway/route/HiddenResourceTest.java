package io.tieline.gateway.route;

import static io.tieline.gateway.route.ListedThings.keys;
import static io.tieline.gateway.route.ListedThings.read;
import static io.tieline.gateway.route.ListedThings.uris;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.Selection;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario 99: a resource that is hidden is reached by no way in. */
@Timeout(20)
final class HiddenResourceTest {

    private static final String OPEN = "file:///open";
    private static final String SECRET = "file:///secret";
    private static final Exposure BY_URI =
            Exposure.ALL.withResources(Selection.ALL.withExclude(List.of("*secret*")));
    private static final Exposure BY_TAG =
            Exposure.ALL.withResources(Selection.ALL.withExcludeTags(Set.of("secret")));

    private static FederationWorld world(ScriptedServer git, ScriptedServer db, Exposure shown) {
        return FederationWorld.plan()
                .with("git", git)
                .with("db", db, mount -> mount.withExposure(shown))
                .open();
    }

    private static void isUnreachable(RecordedClient client, ScriptedServer server, String... all) {
        for (var uri : all) {
            client.request(Method.RESOURCES_READ, Json.object("uri", uri)).error();
        }
        assertThat(uris(server, Method.RESOURCES_READ)).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHiddenByItsUriIsReachedByNoTemplateLinkOrName(Eras eras) {
        var git = ListedThings.resources(eras.server(), "git", "git://log");
        var db = ListedThings.resources(eras.server(), "db", OPEN, SECRET);
        ListedThings.templates(db, "db", "file:///{name}");
        db.tool("query", call -> call.answer(ListedThings.content(ListedThings.link(SECRET))));
        try (var world = world(git, db, BY_URI)) {
            var client = world.client(eras.client());
            client.call("db__query").result();
            assertThat(keys(client, ListKind.RESOURCES)).containsExactly("git://log", OPEN);
            assertThat(keys(client, ListKind.TEMPLATES)).containsExactly("file:///{name}");
            isUnreachable(client, db, SECRET, "db+" + SECRET);
            assertThat(read(client, OPEN)).startsWith("db");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHiddenByATagIsReachedByNoTemplateLinkOrName(Eras eras) {
        var git = ListedThings.resources(eras.server(), "git", "git://log");
        var db = ListedThings.templates(eras.server(), "db", "file:///{name}");
        db.tool("query", call -> call.answer(ListedThings.content(ListedThings.link(SECRET))));
        ListedThings.lists(db, ListKind.RESOURCES, HiddenResourceTest::tagged, OPEN, SECRET);
        try (var world = world(git, db, BY_TAG)) {
            var client = world.client(eras.client());
            client.call("db__query").result();
            isUnreachable(client, db, SECRET, "db+" + SECRET);
            assertThat(keys(client, ListKind.RESOURCES)).containsExactly("git://log", OPEN);
            isUnreachable(client, db, SECRET, "db+" + SECRET);
            assertThat(read(client, OPEN)).startsWith("db");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOnlyServerWithResourcesIsNotAskedForWhatItHides(Eras eras) {
        var git = eras.server().capabilities(Json.object("tools", Json.EMPTY_OBJECT));
        var db = ListedThings.reads(eras.server(), "db");
        ListedThings.lists(db, ListKind.RESOURCES, HiddenResourceTest::tagged, OPEN, SECRET);
        try (var world = world(git, db, BY_TAG)) {
            isUnreachable(world.client(eras.client()), db, SECRET);
        }
        try (var world = world(git, db, BY_URI)) {
            isUnreachable(world.client(eras.client()), db, SECRET);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHiddenSecondOwnerIsNotReachedByItsName(Eras eras) {
        var git = ListedThings.resources(eras.server(), "git", SECRET);
        var db = ListedThings.resources(eras.server(), "db", SECRET);
        try (var world = world(git, db, BY_URI)) {
            var client = world.client(eras.client());
            assertThat(keys(client, ListKind.RESOURCES)).containsExactly(SECRET);
            isUnreachable(client, db, "db+" + SECRET);
            assertThat(read(client, SECRET)).startsWith("git");
        }
    }

    private static Json tagged(Json resource) {
        return SECRET.equals(resource.text("uri"))
                ? resource.with(
                        List.of("_meta", "fastmcp", "tags"),
                        Json.array(List.of(Json.string("secret"))))
                : resource;
    }
}
