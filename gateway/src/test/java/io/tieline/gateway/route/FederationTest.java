package io.tieline.gateway.route;

import static io.tieline.gateway.route.FederationWorld.names;
import static io.tieline.gateway.route.FederationWorld.tools;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.Selection;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several servers behind one front: what clients see, and whom they reach. */
@Timeout(20)
final class FederationTest {

    private final ScriptedServer git = server("git", "status");
    private final ScriptedServer db = server("db", "query");
    private final ScriptedServer mail = ScriptedServer.stateless().tool("send", says("mail"));

    private static ScriptedServer server(String name, String tool) {
        return ScriptedServer.stateful().tool(tool, says(name));
    }

    private static ScriptedServer.Script says(String text) {
        return call -> call.answer(text + " on " + call.connection());
    }

    private FederationWorld three() {
        return FederationWorld.plan().with("git", git).with("db", db).with("mail", mail).open();
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_03_26", "V2025_11_25", "V2026_07_28"})
    void theToolsOfAllAreListedAndEachWorks(Revision revision) {
        try (var world = three()) {
            var client = world.client(revision);
            assertThat(tools(client)).containsExactly("git__status", "db__query", "mail__send");
            assertThat(client.call("git__status").text()).startsWith("git");
            assertThat(client.call("db__query").text()).startsWith("db");
            assertThat(client.call("mail__send").text()).startsWith("mail");
            assertThat(git.call("status").params().text("name")).isEqualTo("status");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aToolIsCalledByAClientThatHasListedNothing(Revision revision) {
        try (var world = three()) {
            assertThat(world.client(revision).call("db__query").text()).startsWith("db");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aBareNameThatOneServerAloneHasIsCallable(Revision revision) {
        git.tool("same", says("git"));
        db.tool("same", says("db"));
        try (var world = three()) {
            var client = world.client(revision);
            assertThat(client.call("query").text()).startsWith("db");
            assertThat(client.call("same").error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(client.call("db__same").text()).startsWith("db");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aHiddenToolIsNeitherListedNorCallable(Revision revision) {
        git.tool("push", says("git"));
        var noPush = Exposure.ALL.withTools(Selection.ALL.withExclude(List.of("pu*")));
        try (var world =
                FederationWorld.plan()
                        .with("git", git, mount -> mount.withExposure(noPush))
                        .with("db", db)
                        .open()) {
            var client = world.client(revision);
            assertThat(tools(client)).containsExactly("git__status", "db__query");
            assertThat(client.call("git__push").error().message()).contains("git__push");
            assertThat(client.call("push").error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(git.calls("push")).isZero();
        }
    }

    @Test
    void questionsOfThreeServersInOneSessionComeToTheirOwnCalls() {
        git.tool("ask", call -> call.elicit("git?", answer -> call.answer("git " + answer)));
        db.tool("ask", call -> call.elicit("db?", answer -> call.answer("db " + answer)));
        try (var world = three()) {
            var client = world.client();
            var first = client.call("git__ask");
            var second = client.call("db__ask");
            assertThat(first.question().message()).isEqualTo("git?");
            assertThat(second.question().message()).isEqualTo("db?");
            second.question().accept(Json.object("v", "two"));
            first.question().accept(Json.object("v", "one"));
            assertThat(first.text()).startsWith("git").contains("one");
            assertThat(second.text()).startsWith("db").contains("two");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aServerThatIsAwayIsNamedAndTheOthersAreListed(Revision revision) {
        try (var world = three()) {
            world.link("db").refuseConnections("nobody is at home");
            var client = world.client(revision);
            var listed = client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result();
            assertThat(names(listed, "tools", "name")).containsExactly("git__status", "mail__send");
            var state = listed.part("_meta", "io.tieline/servers", "db");
            assertThat(state.text("state")).isEqualTo("down");
            assertThat(state.text("reason")).contains("nobody is at home");
            var error = client.call("db__query").error();
            assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(error.message()).contains("db");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aServerThatDoesNotAnswerKeepsNobodyWaiting(Revision revision) {
        db.hold(Method.TOOLS_LIST);
        try (var world = three()) {
            var client = world.client(revision);
            var list = client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT);
            assertThat(list.isOver()).isFalse();
            world.advance(Duration.ofSeconds(2));
            assertThat(names(list.result(), "tools", "name"))
                    .containsExactly("git__status", "mail__send");
            assertThat(list.result().text("_meta", "io.tieline/servers", "db", "state"))
                    .isEqualTo("slow");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aCallWaitsForItsOwnServerAndForNoOther(Revision revision) {
        db.hold(Method.TOOLS_LIST);
        try (var world = three()) {
            var client = world.client(revision);
            var waiting = client.call("db__query");
            assertThat(client.call("git__status").text()).startsWith("git");
            world.advance(Duration.ofSeconds(30));
            assertThat(waiting.isOver()).isFalse();
            db.request(Method.TOOLS_LIST)
                    .answer(Json.of("{\"tools\":[{\"name\":\"query\",\"inputSchema\":{}}]}"));
            assertThat(waiting.text()).startsWith("db");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void ifAllAreDownItIsAnErrorAndNoEmptyList(Revision revision) {
        try (var world = three()) {
            world.refuseAll("gone");
            var client = world.client(revision);
            var error = client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).error();
            assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(error.message()).contains("git", "db", "mail");
        }
    }

    @Test
    void aServerThatComesBackIsListedAgainAndTheClientIsTold() {
        try (var world = three()) {
            world.link("db").refuseConnections("gone");
            var client = world.client();
            assertThat(tools(client)).hasSize(2);
            world.link("db").acceptConnections();
            world.advance(Duration.ofSeconds(5));
            assertThat(client.notifications())
                    .extracting(one -> one.method())
                    .containsExactly(Method.TOOLS_LIST_CHANGED);
            assertThat(tools(client)).containsExactly("git__status", "db__query", "mail__send");
        }
    }

    @Test
    void aLostServerKeepsItsPlaceInTheListForTheGrace() {
        try (var world = three()) {
            var client = world.client();
            assertThat(tools(client)).hasSize(3);
            world.link("db").refuseConnections("gone");
            db.crash("it fell over");
            assertThat(tools(client)).hasSize(3);
            world.advance(Duration.ofMinutes(11));
            assertThat(tools(client)).containsExactly("git__status", "mail__send");
        }
    }

    @Test
    void aServerThatWasAwayForLongerThanTheGraceIsListedAgain() {
        try (var world = three()) {
            var client = world.client();
            assertThat(tools(client)).hasSize(3);
            world.link("db").refuseConnections("gone");
            db.crash("it fell over");
            assertThat(tools(client)).hasSize(3);
            world.advance(Duration.ofMinutes(11));
            assertThat(tools(client)).hasSize(2);
            world.link("db").acceptConnections();
            world.advance(Duration.ofMinutes(2));
            assertThat(tools(client)).containsExactly("git__status", "db__query", "mail__send");
        }
    }

    @Test
    void theEndOfOneIsToldOnceByItsOwnNextCall() {
        try (var world = three()) {
            var client = world.client();
            tools(client);
            assertThat(client.call("db__query").text()).isEqualTo("db on 1");
            db.crash("it fell over");
            assertThat(tools(client)).hasSize(3);
            assertThat(client.call("git__status").text()).isEqualTo("git on 1");
            var lost = client.call("db__query").error();
            assertThat(lost.code()).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
            assertThat(client.call("db__query").text()).startsWith("db on");
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void aBurstOfChangesIsOneNotificationAndNoneIfNothingIsOther() {
        try (var world = three()) {
            var client = world.client();
            tools(client);
            for (int i = 0; i < 20; i++) {
                db.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            }
            world.advance(Duration.ofSeconds(1));
            assertThat(client.notifications()).isEmpty();
            db.tool("more", says("db"));
            for (int i = 0; i < 20; i++) {
                db.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            }
            world.advance(Duration.ofSeconds(1));
            assertThat(client.notifications()).hasSize(1);
            assertThat(client.call("db__more").text()).startsWith("db");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void everyPageOfEveryServerIsListed(Revision revision) {
        db.on(
                Method.TOOLS_LIST,
                request -> {
                    var cursor = request.params().text("cursor");
                    int from = cursor == null ? 0 : Integer.parseInt(cursor);
                    var one =
                            Json.object(
                                    "name",
                                    "t" + from,
                                    "inputSchema",
                                    Json.object("type", "object"));
                    var page = Json.object("tools", Json.array(List.of(one)));
                    request.answer(
                            from == 4
                                    ? page
                                    : page.with("nextCursor", Json.string("" + (from + 1))));
                });
        try (var world = three()) {
            assertThat(tools(world.client(revision)))
                    .containsExactly(
                            "git__status",
                            "db__t0",
                            "db__t1",
                            "db__t2",
                            "db__t3",
                            "db__t4",
                            "mail__send");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aCursorThatDoesNotAdvanceIsThatServersErrorAlone(Revision revision) {
        db.on(
                Method.TOOLS_LIST,
                request ->
                        request.answer(
                                Json.object("tools", Json.EMPTY_ARRAY, "nextCursor", "again")));
        try (var world = three()) {
            var listed =
                    world.client(revision).request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result();
            assertThat(names(listed, "tools", "name")).containsExactly("git__status", "mail__send");
            assertThat(listed.text("_meta", "io.tieline/servers", "db", "reason"))
                    .contains("cursor that does not advance");
        }
    }

    @Test
    void theHandshakeShowsTheUnionAndTheFrontsOwnName() {
        try (var world = three()) {
            var result = world.client().greeting().result();
            assertThat(result.text("serverInfo", "name")).isEqualTo("tieline");
            assertThat(result.part("capabilities", "tools").flag("listChanged")).isTrue();
            assertThat(result.part("capabilities", "resources").flag("subscribe")).isTrue();
            assertThat(result.at("capabilities", "logging")).isNotNull();
        }
    }
}
