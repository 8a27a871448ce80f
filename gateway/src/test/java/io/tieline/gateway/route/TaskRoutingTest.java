package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.MetaKey;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenario 105: tasks whose names are equal at two servers are never confused. */
@Timeout(20)
final class TaskRoutingTest {

    private static final Json CAPABILITIES =
            Json.of(
                    """
                    {"tools":{},"tasks":{"list":{},"cancel":{},"requests":{"tools":{"call":{}}}}}\
                    """);

    private final ScriptedServer git = tasks("git");
    private final ScriptedServer db = tasks("db");

    /** Every task is called t1. */
    private static ScriptedServer tasks(String name) {
        var server =
                ScriptedServer.stateful()
                        .capabilities(CAPABILITIES)
                        .tool("work", call -> call.answer(Json.object("task", task("working"))));
        for (var method : List.of(Method.TASKS_GET, Method.TASKS_CANCEL)) {
            server.on(method, request -> request.answer(task(name)));
        }
        server.on(Method.TASKS_LIST, request -> request.answer(page(request.params(), name)));
        return server.on(
                Method.TASKS_RESULT,
                request ->
                        request.answer(
                                ListedThings.content(Json.object("type", "text", "text", name))
                                        .with(
                                                List.of("_meta", MetaKey.RELATED_TASK, "taskId"),
                                                Json.string("t1"))));
    }

    private static Json task(String status) {
        return Json.object("taskId", "t1", "status", status);
    }

    /** Two pages, of which the first has the task. */
    private static Json page(Json params, String status) {
        return params.text("cursor") == null
                ? Json.object("tasks", Json.array(List.of(task(status))), "nextCursor", "2")
                : Json.object("tasks", Json.EMPTY_ARRAY);
    }

    private FederationWorld two() {
        return FederationWorld.plan().with("git", git).with("db", db).open();
    }

    private static @Nullable String begin(RecordedClient client, String tool) {
        var params = Json.object("name", tool, "task", Json.EMPTY_OBJECT);
        return client.request(Method.TOOLS_CALL, params).result().text("task", "taskId");
    }

    private static RecordedReply about(
            RecordedClient client, String method, @Nullable String task) {
        return client.request(method, Json.object("taskId", task));
    }

    @ParameterizedTest
    @ValueSource(strings = {Method.TASKS_GET, Method.TASKS_CANCEL})
    void tasksOfOneNameAreAskedForAtTheirOwnServers(String method) {
        try (var world = two()) {
            var client = world.client();
            var first = begin(client, "git__work");
            var second = begin(client, "db__work");
            assertThat(first).isNotEqualTo(second).isNotEqualTo("t1");
            var result = about(client, method, second).result();
            assertThat(result.text("status")).isEqualTo("db");
            assertThat(result.text("taskId")).isNotEqualTo("t1");
            assertThat(about(client, method, result.text("taskId")).result().text("status"))
                    .isEqualTo("db");
            assertThat(about(client, method, first).result().text("status")).isEqualTo("git");
            assertThat(db.request(method).params().text("taskId")).isEqualTo("t1");
        }
    }

    @Test
    void theResultOfATaskComesFromItsServer() {
        try (var world = two()) {
            var client = world.client();
            begin(client, "git__work");
            var task = begin(client, "db__work");
            var reply = about(client, Method.TASKS_RESULT, task);
            assertThat(reply.text()).isEqualTo("db");
            var related = reply.result().text("_meta", MetaKey.RELATED_TASK, "taskId");
            assertThat(about(client, Method.TASKS_GET, related).result().text("status"))
                    .isEqualTo("db");
        }
    }

    @Test
    void theTasksOfAllAreListedPageByPage() {
        try (var world = two()) {
            var client = world.client();
            begin(client, "git__work");
            begin(client, "db__work");
            var found = new ArrayList<String>();
            var cursor = Json.NULL;
            int pages = 0;
            while (cursor != null) {
                var params = cursor.isNull() ? Json.EMPTY_OBJECT : Json.object("cursor", cursor);
                var page = client.request(Method.TASKS_LIST, params).result();
                for (var task : page.list("tasks")) {
                    var known = about(client, Method.TASKS_GET, task.text("taskId")).result();
                    found.add(task.text("status") + "=" + known.text("status"));
                }
                cursor = page.get("nextCursor");
                pages++;
            }
            assertThat(found).containsExactly("git=git", "db=db");
            assertThat(pages).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Method.TASKS_GET,
                Method.TASKS_CANCEL,
                Method.TASKS_RESULT,
                Method.TASKS_LIST
            })
    void whatWasNotGivenIsUnknown(String method) {
        try (var world = two()) {
            var client = world.client();
            begin(client, "db__work");
            var key = method.equals(Method.TASKS_LIST) ? "cursor" : "taskId";
            for (var foreign : List.of("t1", "2", "nonsense")) {
                var error = client.request(method, Json.object(key, foreign)).error();
                assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            }
            assertThat(git.requests(method)).isEmpty();
            assertThat(db.requests(method)).isEmpty();
        }
    }

    @Test
    void aServerThatIsDownHidesNoTasksOfOthers() {
        try (var world = two()) {
            var client = world.client();
            begin(client, "git__work");
            begin(client, "db__work");
            world.link("git").refuseConnections("gone");
            git.crash("it fell over");
            var first = client.request(Method.TASKS_LIST, Json.EMPTY_OBJECT).result();
            assertThat(first.list("tasks")).isEmpty();
            assertThat(first.text("_meta", "io.tieline/servers", "git", "state")).isEqualTo("down");
            var cursor = first.get("nextCursor");
            var second = client.request(Method.TASKS_LIST, Json.object("cursor", cursor));
            assertThat(second.result().list("tasks")).hasSize(1);
        }
    }

    @Test
    void whatIsToldOfATaskNamesItAsItsClientDoes() {
        try (var world = two()) {
            var client = world.client();
            begin(client, "git__work");
            var task = begin(client, "db__work");
            db.tell(Method.TASKS_STATUS, task("completed"));
            var told = ListedThings.told(client.notifications(), "taskId");
            assertThat(told).hasSize(1).doesNotContain("t1");
            assertThat(about(client, Method.TASKS_GET, told.getFirst()).result().text("status"))
                    .isEqualTo("db");
            assertThat(task).isNotEqualTo("t1");
        }
    }

    @Test
    void whatIsSaidAndAskedInTheMiddleOfATaskNamesItAsItsClientDoes() {
        var meta = Json.object(MetaKey.RELATED_TASK, Json.object("taskId", "t1"));
        db.on(
                Method.TASKS_RESULT,
                request -> {
                    var logged = Json.object("level", "error", "data", "x", "_meta", meta);
                    request.tell(Method.LOG_MESSAGE, logged);
                    var form = Json.object("type", "object", "properties", Json.EMPTY_OBJECT);
                    var asked = Json.object("message", "?", "requestedSchema", form, "_meta", meta);
                    var _ =
                            request.ask(Method.ELICITATION_CREATE, asked)
                                    .thenAccept(answer -> request.answer("answered"));
                });
        try (var world = two()) {
            var client = world.client();
            var task = begin(client, "db__work");
            var waiting = about(client, Method.TASKS_RESULT, task);
            var told = waiting.notifications(Method.LOG_MESSAGE).getFirst().json();
            for (var one : List.of(told.part("params"), waiting.question().params())) {
                var named = one.text("_meta", MetaKey.RELATED_TASK, "taskId");
                assertThat(about(client, Method.TASKS_GET, named).result().text("status"))
                        .isEqualTo("db");
            }
            waiting.question().accept(Json.EMPTY_OBJECT);
            assertThat(waiting.text()).isEqualTo("answered");
        }
    }

    @Test
    void tasksOfTheExtensionAreAskedForAtTheirOwnServers() {
        var first = extended("git");
        var second = extended("db");
        var can =
                Json.of(
                        "{\"elicitation\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
        try (var world = FederationWorld.plan().with("git", first).with("db", second).open()) {
            var client =
                    world.newClient().revision(Revision.V2026_07_28).capabilities(can).connect();
            var one = client.call("git__work").result().text("taskId");
            var two = client.call("db__work").result().text("taskId");
            assertThat(one).isNotEqualTo("t1").isNotEqualTo(two);
            assertThat(about(client, Method.TASKS_GET, two).result().text("status"))
                    .isEqualTo("db");
            assertThat(about(client, Method.TASKS_GET, one).result().text("status"))
                    .isEqualTo("git");
            var unknown = about(client, Method.TASKS_GET, "t1").error();
            assertThat(unknown.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
        }
    }

    private static ScriptedServer extended(String name) {
        return ScriptedServer.stateless()
                .capabilities(
                        Json.of(
                                "{\"tools\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}"))
                .tool(
                        "work",
                        call ->
                                call.answer(
                                        task("working").with("resultType", Json.string("task"))))
                .on(Method.TASKS_GET, request -> request.answer(task(name)));
    }
}
