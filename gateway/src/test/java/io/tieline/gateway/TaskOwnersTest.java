package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedReply;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Revision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task is of whoever made it (2025-11-25, "Tasks"); to others it is as if it never was. */
@Timeout(20)
final class TaskOwnersTest {

    private static final Json TASKS =
            Json.of("{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");

    private final GatewayWorld world = GatewayWorld.stateful(GatewaySettings.DEFAULT);
    private final RecordedClient alice = of("alice");
    private final RecordedClient eve = of("eve");

    TaskOwnersTest() {
        world.server.on(
                Method.TOOLS_CALL,
                request ->
                        request.answer(
                                Json.of(
                                        "{\"task\":{\"taskId\":\"t%d\",\"status\":\"working\"}}"
                                                .formatted(
                                                        world.server
                                                                .requests(Method.TOOLS_CALL)
                                                                .size()))));
        for (var method :
                new String[] {Method.TASKS_GET, Method.TASKS_RESULT, Method.TASKS_CANCEL}) {
            world.server.on(
                    method,
                    request ->
                            request.answer(Json.object("taskId", request.params().text("taskId"))));
        }
        world.server.on(
                Method.TASKS_LIST,
                request ->
                        request.answer(
                                Json.of(
                                        """
                                        {"tasks":[{"taskId":"t1"},{"taskId":"t2"},{"taskId":"t3"},{"taskId":7}]}\
                                        """)));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private RecordedClient of(String principal) {
        return world.client(Revision.LATEST_HANDSHAKE, GatewayWorld.principal(principal));
    }

    private static void makeTask(RecordedClient client) {
        client.request(
                        Method.TOOLS_CALL,
                        Json.object("name", "long", "task", Json.object("ttl", 1000)))
                .result();
    }

    private static RecordedReply about(RecordedClient client, String method, String task) {
        return client.request(method, Json.object("taskId", task));
    }

    @ParameterizedTest
    @ValueSource(strings = {Method.TASKS_GET, Method.TASKS_RESULT, Method.TASKS_CANCEL})
    void itsOwnerMayDoWithATaskWhatThereIsToDo(String method) {
        makeTask(alice);
        assertThat(about(alice, method, "t1").result().text("taskId")).isEqualTo("t1");
    }

    @ParameterizedTest
    @ValueSource(strings = {Method.TASKS_GET, Method.TASKS_RESULT, Method.TASKS_CANCEL})
    void anotherPrincipalHearsTheSameOfItAsOfATaskThatNeverWas(String method) {
        makeTask(alice);
        var foreign = about(eve, method, "t1").error();
        var unknown = about(eve, method, "t9").error();
        assertThat(foreign.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(foreign.message().replace("t1", "t9")).isEqualTo(unknown.message());
        assertThat(world.server.requests(method)).isEmpty();
    }

    @Test
    void aListingShowsOnesOwnTasksOnly() {
        makeTask(alice);
        makeTask(eve);
        makeTask(alice);
        assertThat(alice.request(Method.TASKS_LIST, Json.EMPTY_OBJECT).result().list("tasks"))
                .extracting(task -> task.text("taskId"))
                .containsExactly("t1", "t3");
    }

    @Test
    void aCallThatAskedForNoTaskMakesNone() {
        alice.call("long").result();
        assertThat(about(alice, Method.TASKS_GET, "t1").error().code())
                .isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void anotherSessionOfTheSamePrincipalFindsItsTask() {
        makeTask(alice);
        assertThat(about(of("alice"), Method.TASKS_GET, "t1").result().text("taskId"))
                .isEqualTo("t1");
    }

    @Test
    void aRequestWithoutTheNameOfATaskIsRefused() {
        makeTask(alice);
        assertThat(alice.request(Method.TASKS_GET, Json.EMPTY_OBJECT).error().code())
                .isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void aTaskThatAStatelessServerMakesIsOfWhoeverCalled() {
        try (var stateless = GatewayWorld.stateless(GatewaySettings.DEFAULT)) {
            stateless.server.on(
                    Method.TOOLS_CALL,
                    request -> request.answer(Json.object("resultType", "task", "taskId", "s1")));
            stateless.server.on(
                    Method.TASKS_GET, request -> request.answer(Json.object("status", "working")));
            var owner = statelessOf(stateless, "alice");
            owner.call("long").result();
            assertThat(about(owner, Method.TASKS_GET, "s1").result().text("status"))
                    .isEqualTo("working");
            assertThat(about(statelessOf(stateless, "eve"), Method.TASKS_GET, "s1").error().code())
                    .isEqualTo(ErrorCode.INVALID_PARAMS);
        }
    }

    private static RecordedClient statelessOf(GatewayWorld world, String principal) {
        return world.newClient()
                .revision(Revision.STATELESS)
                .capabilities(TASKS)
                .caller(GatewayWorld.principal(principal))
                .connect();
    }

    @Test
    void aClientWithoutASessionMustDeclareTheExtensionToAskForATask() {
        var client = world.statelessClient();
        var error = about(client, Method.TASKS_GET, "t1").error();
        assertThat(error.code()).isEqualTo(ErrorCode.MISSING_CLIENT_CAPABILITY);
        assertThat(String.valueOf(error.data())).contains("io.modelcontextprotocol/tasks");
    }
}
