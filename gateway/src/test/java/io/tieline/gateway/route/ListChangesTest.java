package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario 90: what clients with a session are told of changed lists. */
@Timeout(20)
final class ListChangesTest {

    private final ScriptedServer git = ListedThings.prompts(ScriptedServer.stateful(), "git", "a");
    private final ScriptedServer db = ListedThings.prompts(ScriptedServer.stateful(), "db", "b");

    private FederationWorld two() {
        return FederationWorld.plan().with("git", git).with("db", db).open();
    }

    private static List<String> told(RecordedClient client) {
        return client.notifications().stream().map(one -> one.method()).toList();
    }

    private static void listAll(RecordedClient client) {
        for (var kind : ListKind.OF_PROTOCOL) {
            ListedThings.list(client, kind);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TOOLS", "PROMPTS", "RESOURCES", "TEMPLATES"})
    void aChangeOfEachKindIsToldByItsOwnNotification(ListKind kind) {
        var changed = Objects.requireNonNull(kind.changed());
        try (var world = two()) {
            var client = world.client();
            listAll(client);
            ListedThings.lists(db, kind, item -> item, "x://fresh");
            db.tell(changed, Json.EMPTY_OBJECT);
            world.advance(Duration.ofSeconds(1));
            assertThat(told(client)).containsExactly(changed);
            assertThat(ListedThings.keys(client, kind)).anyMatch(key -> key.contains("fresh"));
        }
    }

    @Test
    void resourcesAndTemplatesHaveOneNotificationTogether() {
        try (var world = two()) {
            var client = world.client();
            listAll(client);
            ListedThings.resources(db, "db", "db://rows");
            ListedThings.templates(db, "db", "db://{row}");
            db.tell(Method.RESOURCES_LIST_CHANGED, Json.EMPTY_OBJECT);
            world.advance(Duration.ofSeconds(1));
            assertThat(told(client)).containsExactly(Method.RESOURCES_LIST_CHANGED);
        }
    }

    @Test
    void changesOfSeveralServersAreToldTogether() {
        try (var world = two()) {
            var client = world.client();
            listAll(client);
            for (var server : List.of(git, db)) {
                server.tool("more", call -> call.answer("more"));
                server.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            }
            world.advance(Duration.ofSeconds(1));
            assertThat(told(client)).containsExactly(Method.TOOLS_LIST_CHANGED);
            assertThat(FederationWorld.tools(client)).containsExactly("git__more", "db__more");
        }
    }

    @Test
    void onlyTheServerThatHasChangedListsAnew() {
        try (var world = two()) {
            var client = world.client();
            listAll(client);
            int before = git.requests().size();
            db.tell(Method.PROMPTS_LIST_CHANGED, Json.EMPTY_OBJECT);
            world.advance(Duration.ofSeconds(1));
            assertThat(git.requests()).hasSize(before);
            assertThat(db.requests(Method.PROMPTS_LIST)).hasSize(2);
            assertThat(db.requests(Method.TOOLS_LIST)).hasSize(1);
        }
    }

    @Test
    void eachClientHearsOfWhatItWasGiven() {
        try (var world = two()) {
            var early = world.client();
            listAll(early);
            db.tool("more", call -> call.answer("more"));
            var late = world.client();
            listAll(late);
            db.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            world.advance(Duration.ofSeconds(1));
            assertThat(told(early)).containsExactly(Method.TOOLS_LIST_CHANGED);
            assertThat(told(late)).isEmpty();
        }
    }

    @Test
    void aServerThatDoesNotListAnewKeepsItsPlace() {
        try (var world = two()) {
            db.tool("work", call -> call.answer("done"));
            var client = world.client();
            listAll(client);
            db.hold(Method.TOOLS_LIST);
            db.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            world.advance(Duration.ofSeconds(5));
            assertThat(told(client)).isEmpty();
            assertThat(client.call("db__work").text()).isEqualTo("done");
        }
    }
}
