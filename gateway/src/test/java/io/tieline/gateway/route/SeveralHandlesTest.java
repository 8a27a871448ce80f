package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.StateKey;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two servers whose state clients without sessions name by handles. */
@Timeout(20)
final class SeveralHandlesTest {

    private static final GatewaySettings HANDLES =
            GatewaySettings.DEFAULT.withStateKey(StateKey.HANDLE);

    private static ScriptedServer counts() {
        return ScriptedServer.stateful()
                .tool("count", call -> call.answer("on " + call.connection()));
    }

    private final FederationWorld world =
            FederationWorld.plan()
                    .with("git", counts(), HANDLES, mount -> mount)
                    .with("db", counts(), HANDLES, mount -> mount)
                    .open();

    private static Json with(String handle) {
        return Json.object("tieline_session", handle);
    }

    private static String opened(RecordedClient client, String opener) {
        return client.call(opener).text();
    }

    @Test
    void eachToolSaysWhichOpenerIsItsOwn() {
        try (world) {
            var listed =
                    ListedThings.list(world.client(Revision.STATELESS), ListKind.TOOLS)
                            .list("tools");
            for (var tool : listed) {
                var name = String.valueOf(tool.text("name"));
                var server = name.substring(0, name.indexOf("__"));
                var argument =
                        tool.text("inputSchema", "properties", "tieline_session", "description");
                assertThat(argument == null ? server + "__tieline_open_session" : argument)
                        .contains(server + "__tieline_open_session");
            }
            assertThat(listed).hasSize(4);
        }
    }

    @Test
    void aHandleIsGoodAtTheServerThatGaveItAlone() {
        try (world) {
            var client = world.client(Revision.STATELESS);
            var git = opened(client, "git__tieline_open_session");
            var db = opened(client, "db__tieline_open_session");
            assertThat(client.call("git__count", with(git)).text()).startsWith("on");
            assertThat(client.call("db__count", with(db)).text()).startsWith("on");
            var wrong = client.call("db__count", with(git)).result();
            assertThat(wrong.flag("isError")).isTrue();
            assertThat(wrong.toString()).contains("tieline_open_session of this server");
        }
    }

    @Test
    void theOpenerThatIsMeantMustBeSaid() {
        try (world) {
            var error = world.client(Revision.STATELESS).call("tieline_open_session").error();
            assertThat(error.message())
                    .contains("git__tieline_open_session, db__tieline_open_session");
        }
    }
}
