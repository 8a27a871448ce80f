package io.tieline.gateway.route;

import static io.tieline.gateway.route.FederationWorld.tools;
import static io.tieline.gateway.route.ListedThings.keys;
import static io.tieline.gateway.route.ListedThings.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.session.Incident;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenarios 83 to 85: names that are too long, or that two servers would show. */
@Timeout(20)
final class NameCollisionTest {

    private static final String LONG = "a_name_that_is_much_longer_than_any_model_would_ever_take";

    private static Mount bare(Mount mount) {
        return mount.withPrefix("");
    }

    private static ScriptedServer says(Eras eras, String text, String... tools) {
        var server = eras.server();
        for (var tool : tools) {
            server.tool(tool, call -> call.answer(text + " " + call.params().text("name")));
        }
        return server;
    }

    private static FederationWorld world(
            ScriptedServer git, ScriptedServer db, UnaryOperator<Mount> change) {
        return FederationWorld.plan().with("git", git, change).with("db", db, change).open();
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoToolsOfOneNameTheFirstInTheFileIsShownAndTheOtherIsNamed(Eras eras) {
        var git = says(eras, "git", "status", "log");
        var db = says(eras, "db", "log", "query");
        try (var world = world(git, db, NameCollisionTest::bare)) {
            var client = world.client(eras.client());
            var listed = list(client, ListKind.TOOLS);
            assertThat(FederationWorld.names(listed, "tools", "name"))
                    .containsExactly("status", "log", "query");
            assertThat(listed.part("_meta", "io.tieline/hidden"))
                    .isEqualTo(Json.of("{\"db\":[\"log\"]}"));
            assertThat(client.call("log").text()).isEqualTo("git log");
            assertThat(client.call("query").text()).isEqualTo("db query");
            assertThat(db.calls("log")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOrderIsThatOfTheFileWhoeverIsThereFirst(Eras eras) {
        var git = says(eras, "git", "log");
        var db = says(eras, "db", "log");
        try (var world = world(git, db, NameCollisionTest::bare)) {
            world.link("git").refuseConnections("not yet");
            var client = world.client(eras.client());
            assertThat(tools(client)).containsExactly("log");
            assertThat(client.call("log").text()).isEqualTo("db log");
            world.link("git").acceptConnections();
            world.advance(Duration.ofMinutes(2));
            assertThat(tools(client)).containsExactly("log");
            assertThat(client.call("log").text()).isEqualTo("git log");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aShownNameCountsMoreThanABareOne(Eras eras) {
        var git = says(eras, "git", "log");
        var db = says(eras, "db", "git__log", "log2");
        try (var world =
                FederationWorld.plan()
                        .with("git", git)
                        .with("db", db, NameCollisionTest::bare)
                        .open()) {
            var client = world.client(eras.client());
            assertThat(tools(client)).containsExactly("git__log", "log2");
            assertThat(client.call("git__log").text()).isEqualTo("git log");
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesAreFoundInATableAndNeverTakenApart(Eras eras) {
        var a = says(eras, "a", "b__c");
        var ab = says(eras, "ab", "c");
        try (var world =
                FederationWorld.plan()
                        .with("a", a)
                        .with("a__b2", ab, m -> m.withPrefix("a__b"))
                        .open()) {
            var client = world.client(eras.client());
            assertThat(tools(client)).containsExactly("a__b__c");
            assertThat(client.call("a__b__c").text()).isEqualTo("a b__c");
            assertThat(client.call("c").text()).isEqualTo("ab c");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameThatIsTooLongIsShortenedAlikeEachTimeAndItsCallsArrive(Eras eras) {
        var names = List.of(LONG + "1", LONG + "2");
        String first = null;
        for (int i = 0; i < 2; i++) {
            var git = says(eras, "git", names.get(0), names.get(1));
            ListedThings.prompts(git, "git", LONG);
            try (var world = world(git, says(eras, "db", "log"), mount -> mount)) {
                var client = world.client(eras.client());
                var shown = tools(client);
                assertThat(shown).doesNotHaveDuplicates().hasSize(3);
                assertThat(shown).allMatch(name -> name.length() <= 50);
                assertThat(first == null ? shown.getFirst() : first).isEqualTo(shown.getFirst());
                first = shown.getFirst();
                assertThat(client.call(shown.get(1)).text()).isEqualTo("git " + names.get(1));
                assertThat(client.call(names.get(0)).text()).isEqualTo("git " + names.get(0));
                var titles = FederationWorld.names(list(client, ListKind.TOOLS), "tools", "title");
                assertThat(titles).startsWith("git__" + names.get(0), "git__" + names.get(1));
                var prompt = keys(client, ListKind.PROMPTS).getFirst();
                assertThat(prompt).hasSizeLessThanOrEqualTo(50);
                assertThat(
                                client.request(Method.PROMPTS_GET, Json.object("name", prompt))
                                        .result()
                                        .text("description"))
                        .isEqualTo("git: " + LONG);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void charactersThatModelsDoNotTakeAreReplacedUnderAPrefixOnly(Eras eras) {
        var git = says(eras, "git", "a/b", "a b");
        try (var world = world(git, says(eras, "db", "log"), mount -> mount)) {
            var client = world.client(eras.client());
            var shown = tools(client);
            assertThat(shown).allMatch(name -> name.matches("[A-Za-z0-9_.-]+"));
            assertThat(client.call(shown.get(0)).text()).isEqualTo("git a/b");
            assertThat(client.call(shown.get(1)).text()).isEqualTo("git a b");
        }
        try (var world = world(git, says(eras, "db", "log"), NameCollisionTest::bare)) {
            assertThat(tools(world.client(eras.client()))).containsExactly("a/b", "a b", "log");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameThatNobodyHasIsAnError(Eras eras) {
        try (var world = world(says(eras, "git", "log"), says(eras, "db", "log"), m -> m)) {
            var client = world.client(eras.client());
            for (var name : List.of("log", "git__", "__log", "db__other", "")) {
                var error = client.call(name).error();
                assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
                assertThat(error.message()).contains("Unknown tool");
            }
            assertThat(client.request(Method.TOOLS_CALL, Json.EMPTY_OBJECT).error().code())
                    .isEqualTo(ErrorCode.INVALID_PARAMS);
        }
    }

    @Test
    void twoServersOfOneNameOrPrefixAreRefused() {
        var eras = Eras.HANDSHAKE_ON_BOTH_SIDES;
        var plan =
                FederationWorld.plan()
                        .with("git", says(eras, "git"))
                        .with("db", says(eras, "db"), mount -> mount.withPrefix("git"));
        assertThatThrownBy(plan::open)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("git");
        assertThatThrownBy(() ->
                        FederationWorld.plan()
                                .with("git", says(eras, "git"))
                                .with("git", says(eras, "db"), NameCollisionTest::bare)
                                .open())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHiddenIsSaidOnce(Eras eras) {
        var git = says(eras, "git", "log");
        var db = says(eras, "db", "log");
        try (var world = world(git, db, NameCollisionTest::bare)) {
            for (int i = 0; i < 3; i++) {
                tools(world.client(eras.client()));
                db.tool("other" + i, call -> call.answer("other"));
            }
            var hidden =
                    world.observer.incidents().stream()
                            .filter(incident -> incident.kind() == Incident.Kind.NAME_HIDDEN)
                            .toList();
            assertThat(hidden).hasSize(1);
            assertThat(hidden.getFirst().backend()).isEqualTo("db");
            assertThat(hidden.getFirst().reason()).contains("tools: log is hidden", "git");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBareNameOfSeveralIsAnErrorThatSaysWhatToCall(Eras eras) {
        try (var world = world(says(eras, "git", "log"), says(eras, "db", "log"), m -> m)) {
            var error = world.client(eras.client()).call("log").error();
            assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(error.message()).contains("several", "git__log, db__log");
        }
    }
}
