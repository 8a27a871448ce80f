package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tasks of several servers behind one front, by the extension to revision 2026-07-28: two servers
 * may give the same name.
 */
@Timeout(20)
final class FederatedTasksTest {

    private static final String EXTENSION = "io.modelcontextprotocol/tasks";

    private static final Json KNOWS_TASKS =
            Json.of("{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");

    private final FederationWorld world =
            FederationWorld.plan()
                    .with("mill", worker("mill"))
                    .with("forge", worker("forge"))
                    .open();

    /** A server that makes a task of each call, always under the same name. */
    private static ScriptedServer worker(String name) {
        var task = Json.object("taskId", "t1", "status", "working", "statusMessage", name);
        return ScriptedServer.stateless()
                .capabilities(
                        Json.of("{\"tools\":{}}")
                                .with("extensions", KNOWS_TASKS.part("extensions")))
                .tool("work", call -> call.answer(task.with("resultType", Json.string("task"))))
                .on(Method.TASKS_GET, request -> request.answer(task));
    }

    private RecordedClient client(Json capabilities) {
        return world.newClient().revision(Revision.STATELESS).capabilities(capabilities).connect();
    }

    private static RecordedReply about(RecordedClient client, String task) {
        return client.request(Method.TASKS_GET, Json.object("taskId", task));
    }

    @Test
    void aTaskKeepsTheNameUnderWhichItWasMade() {
        try (world) {
            var client = client(KNOWS_TASKS);
            for (var server : new String[] {"mill", "forge"}) {
                var answer = client.call(server + "__work").result();
                var made = Objects.requireNonNull(answer.text("taskId"));
                var task = about(client, made).result();
                assertThat(task.text("statusMessage")).isEqualTo(server);
                assertThat(task.text("taskId")).isEqualTo(made);
            }
        }
    }

    @Test
    void theExtensionsOfTheServersAreTheGateways() {
        try (world) {
            var offer = client(KNOWS_TASKS).request(Method.SERVER_DISCOVER, Json.EMPTY_OBJECT);
            assertThat(offer.result().at("capabilities", "extensions", EXTENSION)).isNotNull();
        }
    }

    @Test
    void aClientThatDoesNotDeclareTheExtensionMayNotAskForATask() {
        try (world) {
            var error = about(client(Json.EMPTY_OBJECT), "anything").error();
            assertThat(error.code()).isEqualTo(ErrorCode.MISSING_CLIENT_CAPABILITY);
        }
    }
}
