package io.tieline.gateway.route;

import static io.tieline.gateway.route.FederationWorld.tools;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.gateway.Exposure;
import io.tieline.gateway.Selection;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that come, go and change while clients are there. */
@Timeout(20)
final class ReloadTest {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final ScriptedServer git = ScriptedServer.stateful().tool("status", says("git"));
    private final ScriptedServer db = ScriptedServer.stateful().tool("query", says("db"));
    private final FederationWorld world =
            FederationWorld.plan().with("git", git).with("db", db).open();

    private static ScriptedServer.Script says(String text) {
        return call -> call.answer(text + " on " + call.connection());
    }

    private Mount gitMount() {
        return world.mounts().getFirst();
    }

    private Mount dbMount() {
        return world.mounts().getLast();
    }

    private static List<String> told(RecordedClient client) {
        return client.notifications().stream().map(Notification::method).toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aServerThatIsAddedWorksAndClientsAreTold(Revision revision) {
        try (world) {
            var client = world.client(revision);
            assertThat(tools(client)).hasSize(2);
            var mail = ScriptedServer.stateless().tool("send", says("mail"));
            world.federation.reload(List.of(gitMount(), dbMount(), world.mount("mail", mail)));
            assertThat(client.call("mail__send").text()).startsWith("mail");
            world.advance(SOON);
            if (revision != Revision.STATELESS) {
                assertThat(told(client)).containsExactly(Method.TOOLS_LIST_CHANGED);
            }
            assertThat(tools(client)).containsExactly("git__status", "db__query", "mail__send");
        }
    }

    @Test
    void aServerThatStaysKeepsItsSessions() {
        try (world) {
            var client = world.client();
            assertThat(client.call("git__status").text()).isEqualTo("git on 1");
            var mail = ScriptedServer.stateless().tool("send", says("mail"));
            world.federation.reload(List.of(world.mount("mail", mail), gitMount()));
            assertThat(client.call("git__status").text()).isEqualTo("git on 1");
            assertThat(git.connections()).isEqualTo(1);
        }
    }

    @Test
    void callsOfAServerThatIsRemovedMayEndAndNewOnesSayThatItWas() {
        db.tool("slow", call -> {});
        try (world) {
            var client = world.client();
            assertThat(tools(client)).hasSize(3);
            var running = client.call("db__slow");
            var other = client.call("db__slow");
            world.federation.reload(List.of(gitMount()));
            var error = client.call("db__query").error();
            assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
            assertThat(error.message()).contains("db was removed");
            db.requests(Method.TOOLS_CALL).getFirst().answer("done");
            assertThat(running.text()).isEqualTo("done");
            assertThat(other.isOver()).isFalse();
            world.advance(Duration.ofSeconds(26));
            assertThat(other.error().code()).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
            assertThat(other.error().message()).contains("removed");
            var data = other.error().data();
            assertThat(data == null ? null : data.text("executed")).isEqualTo("maybe");
            assertThat(told(client)).containsExactly(Method.TOOLS_LIST_CHANGED);
            assertThat(tools(client)).containsExactly("git__status");
            assertThat(db.openConnections()).isZero();
            assertThat(world.federation.isUsed(dbMount().gateway())).isFalse();
        }
    }

    @Test
    void aServerThatChangesServesNewSessionsAnewAndOldOnesGoOnUntilTheyAreIdle() {
        var other = ScriptedServer.stateful().tool("query", says("other db"));
        try (world) {
            var client = world.client();
            assertThat(client.call("db__query").text()).isEqualTo("db on 1");
            world.federation.reload(List.of(gitMount(), world.mount("db", other)));
            assertThat(client.call("db__query").text()).isEqualTo("db on 1");
            assertThat(world.client().call("db__query").text()).isEqualTo("other db on 1");
            assertThat(world.federation.isUsed(dbMount().gateway())).isTrue();
            world.advance(Duration.ofMinutes(29));
            client.call("git__status");
            world.advance(Duration.ofMinutes(2));
            assertThat(client.call("db__query").error().code())
                    .isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
            assertThat(client.call("db__query").text()).startsWith("other db");
            assertThat(world.federation.isUsed(dbMount().gateway())).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aNameThatHasChangedLeadsWhereItDidForAWhile(Revision revision) {
        try (world) {
            var client = world.client(revision);
            assertThat(tools(client)).containsExactly("git__status", "db__query");
            world.federation.reload(List.of(gitMount().withPrefix("vcs"), dbMount()));
            assertThat(client.call("git__status").text()).startsWith("git");
            assertThat(tools(client)).containsExactly("vcs__status", "db__query");
            world.advance(Duration.ofMinutes(11));
            assertThat(client.call("git__status").error().code())
                    .isEqualTo(ErrorCode.INVALID_PARAMS);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aToolThatIsHiddenNowCannotBeReachedByTheNameThatItHad(Revision revision) {
        try (world) {
            var client = world.client(revision);
            tools(client);
            var hidden = Exposure.ALL.withTools(Selection.ALL.withExclude(List.of("query")));
            world.federation.reload(List.of(gitMount(), dbMount().withExposure(hidden)));
            assertThat(client.call("db__query").error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(client.call("query").error().code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(tools(client)).containsExactly("git__status");
        }
    }

    @Test
    void otherSettingsAreNothingThatAClientSees() {
        var same = ScriptedServer.stateful().tool("query", says("other db"));
        try (world) {
            var client = world.client();
            tools(client);
            world.federation.reload(List.of(gitMount(), world.mount("db", same)));
            world.advance(Duration.ofSeconds(5));
            assertThat(told(client)).isEmpty();
            assertThat(tools(client)).containsExactly("git__status", "db__query");
        }
    }

    @Test
    void severalChangesAtOnceAreToldOnce() {
        var mail = ScriptedServer.stateless().tool("send", says("mail"));
        var chat = ScriptedServer.stateful().tool("say", says("chat"));
        try (world) {
            var client = world.client();
            tools(client);
            world.federation.reload(
                    List.of(gitMount(), world.mount("mail", mail), world.mount("chat", chat)));
            world.advance(Duration.ofSeconds(5));
            assertThat(told(client)).containsExactly(Method.TOOLS_LIST_CHANGED);
        }
    }

    @Test
    void aCallThatWaitsForAServerToListEndsWhenTheServerIsRemoved() {
        db.hold(Method.TOOLS_LIST);
        try (world) {
            var client = world.client();
            var waiting = client.call("db__query");
            world.advance(Duration.ofSeconds(5));
            assertThat(waiting.isOver()).isFalse();
            world.federation.reload(List.of(gitMount()));
            world.advance(Duration.ofSeconds(5));
            assertThat(waiting.error().message()).contains("db was removed");
            assertThat(tools(client)).containsExactly("git__status");
        }
    }

    @Test
    void serversThatCannotStandTogetherChangeNothing() {
        try (world) {
            var client = world.client();
            assertThatThrownBy(() ->
                            world.federation.reload(
                                    List.of(gitMount(), dbMount().withPrefix("git"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("git");
            assertThat(tools(client)).containsExactly("git__status", "db__query");
        }
    }

    private static Json query() {
        var tool = Json.of("{\"name\":\"query\",\"inputSchema\":{\"type\":\"object\"}}");
        return Json.object("tools", Json.array(List.of(tool)));
    }

    @Test
    void aServerThatIsAskedWhileItIsShownOtherwiseIsLeftOnce() {
        db.hold(Method.TOOLS_LIST);
        try (world) {
            var client = world.client();
            client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT);
            world.federation.reload(List.of(gitMount(), dbMount().withPrefix("data")));
            var more = query().with("nextCursor", Json.string("2"));
            db.requests(Method.TOOLS_LIST).getFirst().answer(more);
            world.federation.reload(List.of(gitMount(), dbMount().withPrefix("rows")));
            client.close();
            assertThat(db.openConnections()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aListIsWholeThoughAReloadComesBeforeItsEnd(Revision revision) {
        db.hold(Method.TOOLS_LIST);
        try (world) {
            var client = world.client(revision);
            var list = client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT);
            var before = db.requests(Method.TOOLS_LIST);
            world.federation.reload(List.of(gitMount(), dbMount().withPrefix("data")));
            db.unscripted(Method.TOOLS_LIST);
            before.forEach(request -> request.answer(query()));
            assertThat(FederationWorld.names(list.result(), "tools", "name"))
                    .containsExactly("git__status", "data__query");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aServerThatAReloadBringsTooLateForAListIsNamedInIt(Revision revision) {
        db.hold(Method.TOOLS_LIST);
        try (world) {
            var client = world.client(revision);
            var list = client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT);
            world.advance(Duration.ofMillis(1_900));
            world.federation.reload(List.of(dbMount().withPrefix("data")));
            world.advance(SOON);
            assertThat(list.error().message()).contains("db").contains("2 s");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void aUriThatAServerHasNamedLeadsToItHoweverItIsShown(Revision revision) {
        ListedThings.reads(db, "db").tool("link", call -> call.answer(linkTo("db://rows/7")));
        ListedThings.reads(git, "git");
        try (world) {
            var client = world.client(revision);
            client.call("db__link").result();
            world.federation.reload(List.of(gitMount(), dbMount().withPrefix("data")));
            assertThat(ListedThings.read(client, "db://rows/7")).isEqualTo("db db://rows/7");
        }
    }

    private static Json linkTo(String uri) {
        return ListedThings.content(ListedThings.link(uri));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 300})
    void aChangeThatComesJustBeforeAReloadIsTold(int millis) {
        try (world) {
            var client = world.client();
            tools(client);
            db.tool("more", says("more"));
            db.hold(Method.TOOLS_LIST);
            db.tell(Method.TOOLS_LIST_CHANGED, Json.EMPTY_OBJECT);
            world.advance(Duration.ofMillis(millis));
            var other = ScriptedServer.stateful().tool("query", says("other db"));
            world.federation.reload(List.of(gitMount(), world.mount("db", other)));
            db.unscripted(Method.TOOLS_LIST);
            world.advance(SOON);
            assertThat(told(client)).containsExactly(Method.TOOLS_LIST_CHANGED);
            assertThat(tools(client)).containsExactly("git__status", "db__query", "db__more");
        }
    }

    @Test
    void oneWhoListensHearsOfAServerThatCame() {
        try (world) {
            var client = world.client(Revision.STATELESS);
            tools(client);
            var wanted = Json.object("notifications", Json.object("toolsListChanged", Json.TRUE));
            var listening = client.request(Method.SUBSCRIPTIONS_LISTEN, wanted);
            assertThat(listening.notifications(Method.SUBSCRIPTIONS_ACKNOWLEDGED)).hasSize(1);
            var mail = ScriptedServer.stateless().tool("send", says("mail"));
            world.federation.reload(List.of(gitMount(), dbMount(), world.mount("mail", mail)));
            world.advance(SOON);
            assertThat(listening.notifications(Method.TOOLS_LIST_CHANGED)).hasSize(1);
            listening.hangUp();
        }
    }

    @Test
    void whatWasReplacedLongAgoKeepsNoLists() {
        try (world) {
            for (int i = 0; i < 100; i++) {
                git.tool("tool_of_some_length_" + i, says("git"));
            }
            tools(world.client(Revision.V2026_07_28));
            long one = world.budget.used();
            for (int i = 0; i < 50; i++) {
                var named = gitMount().withPrefix("git" + i);
                world.federation.reload(List.of(named, dbMount()));
                tools(world.client(Revision.V2026_07_28));
            }
            assertThat(world.budget.used()).isLessThan(12 * one);
        }
    }

    @Test
    void whoHasStateWithoutASessionIsToldOnceThatOtherSettingsHaveLostIt() {
        var other = ScriptedServer.stateful().tool("query", says("other db"));
        var third = ScriptedServer.stateful().tool("query", says("third db"));
        try (world) {
            var client = world.client(Revision.STATELESS);
            assertThat(client.call("db__query").text()).startsWith("db on");
            var onGit = client.call("git__status").text();
            world.federation.reload(List.of(gitMount(), world.mount("db", other)));
            world.federation.reload(List.of(gitMount(), world.mount("db", third)));
            assertThat(tools(client)).hasSize(2);
            assertThat(client.call("git__status").text()).isEqualTo(onGit);
            var error = client.call("db__query").error();
            assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
            assertThat(error.message()).contains("db", "its settings were changed");
            assertThat(client.call("db__query").text()).startsWith("third db on");
        }
    }

    @Test
    void whoHasNoStateIsToldNothing() {
        var before = ScriptedServer.stateless().tool("query", says("db"));
        var after = ScriptedServer.stateless().tool("query", says("other db"));
        try (world) {
            var client = world.client(Revision.STATELESS);
            world.federation.reload(List.of(gitMount(), world.mount("db", before)));
            assertThat(client.call("db__query").text()).startsWith("db");
            world.federation.reload(List.of(gitMount(), world.mount("db", after)));
            assertThat(client.call("db__query").text()).startsWith("other db");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V2025_11_25", "V2026_07_28"})
    void whatWasKnownOfAServerIsKnownWhileItListsAnew(Revision revision) {
        var other = ScriptedServer.stateful().tool("query", says("other db"));
        other.hold(Method.TOOLS_LIST);
        try (world) {
            tools(world.client(revision));
            world.federation.reload(List.of(gitMount(), world.mount("db", other)));
            assertThat(world.client(revision).call("db__query").text()).startsWith("other db");
            world.federation.reload(List.of(gitMount()));
            world.federation.reload(List.of(gitMount(), world.mount("db", other)));
            assertThat(world.client(revision).call("db__query").text()).startsWith("other db");
        }
    }

    @Test
    void whatAServerHasBesidesThatIsAskedForAtOnce() {
        var other = ScriptedServer.stateful().tool("more", says("other db"));
        try (world) {
            tools(world.client());
            world.federation.reload(List.of(gitMount(), world.mount("db", other)));
            assertThat(world.client().call("db__more").text()).startsWith("other db");
        }
    }
}
