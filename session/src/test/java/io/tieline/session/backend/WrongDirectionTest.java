package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.ClientCapabilities;
import io.tieline.session.Observer;
import io.tieline.session.Principal;
import io.tieline.session.RequestMetadata;
import io.tieline.session.client.FrontWorld;
import io.tieline.session.client.StatelessWorld;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only one side of the protocol may send is not carried for the other one. */
final class WrongDirectionTest {

    private static final String INPUT =
            """
            {"resultType":"input_required","requestState":"s","inputRequests":{"a":{"method":"elicitation/create","params":{"message":"Name?"}},"b":{"method":"%s","params":{}}}}\
            """;

    static Stream<String> requestsOfClients() {
        return Stream.of(
                Method.INITIALIZE,
                Method.SERVER_DISCOVER,
                Method.TOOLS_LIST,
                Method.TOOLS_CALL,
                Method.PROMPTS_GET,
                Method.RESOURCES_READ,
                Method.RESOURCES_SUBSCRIBE,
                Method.COMPLETION_COMPLETE,
                Method.LOGGING_SET_LEVEL,
                Method.SUBSCRIPTIONS_LISTEN,
                Method.TASKS_UPDATE,
                Method.PROGRESS);
    }

    private static String request(String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"" + method + "\",\"params\":{}}";
    }

    private static String notification(String method) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":{}}";
    }

    private static String last(List<Message> sent) {
        return sent.getLast().json().toString();
    }

    // From a backend.

    @ParameterizedTest
    @MethodSource("requestsOfClients")
    void aBackendDoesNotAskWhatOnlyClientsAsk(String method) {
        for (var world : List.of(BackendWorld.own(), BackendWorld.shared())) {
            var heard = world.call("t");
            world.link.says(request(method));
            assertRefused(world, heard);
        }
        for (var world : List.of(BackendWorld.streams(), BackendWorld.sharedStreams())) {
            var heard = world.call("t");
            world.link.says(world.link.tool("t"), request(method));
            assertRefused(world, heard);
        }
    }

    private static void assertRefused(BackendWorld world, Heard heard) {
        assertThat(heard.questions()).isEmpty();
        assertThat(world.outOfBand).isEmpty();
        assertThat(last(world.link.sent())).contains("\"id\":\"q\"", "-32601");
        assertThat(world.counts.counted()).containsExactly(Observer.Count.WRONG_DIRECTION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Method.INITIALIZED,
                Method.ROOTS_LIST_CHANGED,
                Method.TOOLS_CALL,
                Method.ELICITATION_CREATE
            })
    void aBackendDoesNotTellWhatIsNotItsToTell(String method) {
        var own = BackendWorld.own();
        var onChannel = own.call("t");
        own.link.says(notification(method));
        var streams = BackendWorld.streams();
        var onStream = streams.call("t");
        streams.link.says(streams.link.tool("t"), notification(method));
        var stateless = BackendWorld.stateless(true);
        stateless.link.isDiscovered();
        var without = stateless.call("t");
        stateless.link.says(stateless.link.tool("t"), notification(method));
        for (var heard : List.of(onChannel, onStream, without)) {
            assertThat(heard.notifications()).isEmpty();
        }
        for (var world : List.of(own, streams, stateless)) {
            assertThat(world.told).isEmpty();
            assertThat(world.counts.counted()).containsExactly(Observer.Count.WRONG_DIRECTION);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vendor/ask", Method.ELICITATION_CREATE})
    void whatNobodyKnowsAndWhatServersAskPasses(String method) {
        var world = BackendWorld.own();
        var heard = world.call("t");
        world.link.says(request(method));
        assertThat(heard.questions()).hasSize(1);
        assertThat(world.counts.counted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {Method.TOOLS_CALL, Method.PING, "evil/method"})
    void aResultDoesNotAskAClientWithASessionWhatNoResultMayAsk(String method) {
        var world = BackendWorld.stateless(true);
        world.link.isDiscovered();
        var heard = world.call("t");
        world.link.answers(world.link.tool("t"), INPUT.formatted(method));
        assertThat(heard.questions()).isEmpty();
        assertThat(Objects.requireNonNull(heard.failure()).code()).isEqualTo(-31003);
        assertThat(heard.failure().message()).contains(method);
        assertThat(world.counts.counted()).containsExactly(Observer.Count.QUESTION_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {Method.TOOLS_CALL, Method.PING, "evil/method"})
    void norAClientWithoutOne(String method) {
        var heard = asked(method, "{\"elicitation\":{}}");
        assertThat(heard).contains("-31003", method).doesNotContain("input_required");
    }

    @ParameterizedTest
    @ValueSource(strings = {Method.SAMPLING_CREATE_MESSAGE, Method.ROOTS_LIST})
    void aResultAsksAClientWithoutASessionOnlyWhatItDeclared(String method) {
        var capability = method.substring(0, method.indexOf('/'));
        assertThat(asked(method, "{\"elicitation\":{}}"))
                .contains("-32021", "\"requiredCapabilities\":{\"" + capability + "\":{}}");
        assertThat(asked(method, "{\"elicitation\":{},\"" + capability + "\":{}}"))
                .contains("input_required", method);
    }

    /** What a client without a session is answered when its backend wants this of it as well. */
    private static String asked(String method, String capabilities) {
        var world = BackendWorld.stateless(true);
        world.link.isDiscovered();
        var metadata = StatelessWorld.metadata(Json.of(capabilities));
        var call =
                Request.of(
                        Id.of(7), Method.TOOLS_CALL, Json.object("name", "t", "_meta", metadata));
        var heard = new Heard();
        var options = CallOptions.of(TimeLimits.DEFAULT).in(RequestMetadata.of(call), Map.of());
        world.session.call(call, heard, options);
        world.link.answers(world.link.tool("t"), INPUT.formatted(method));
        return Objects.requireNonNull(heard.answer()).json().toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil/method", Method.TASKS_GET})
    void nothingUnknownBecomesAnInputRequest(String method) {
        var world = new StatelessWorld();
        var stream = world.calls(1);
        var refused = StatelessWorld.asks(world.exchanges.getFirst(), 7, method);
        world.gathers();
        assertThat(refused.text()).contains("-32601");
        assertThat(stream.answer()).isEmpty();
        assertThat(world.counts.counted()).containsExactly(Observer.Count.QUESTION_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tasks/get",
                "tasks/list",
                "elicitation/create {\"mode\":\"url\"}",
                "elicitation/create {\"mode\":\"voice\"}",
                "sampling/createMessage {\"tools\":[]}",
                "sampling/createMessage {\"toolChoice\":{}}"
            })
    void aClientIsAskedNothingThatItDidNotDeclare(String question) {
        var parts = question.split(" ", 2);
        var params = parts.length == 1 ? Json.EMPTY_OBJECT : Json.of(parts[1]);
        var client = new ClientCapabilities(StatelessWorld.ALL);
        var asked = Request.of(Id.of(1), parts[0], params);
        assertThat(client.lackedFor(asked)).isNotNull();
        var able =
                new ClientCapabilities(
                        Json.of(
                                """
                                {"tasks":{"list":{}},"sampling":{"tools":{}},"elicitation":{"form":{},"url":{},"voice":{}}}\
                                """));
        assertThat(able.lackedFor(asked)).isNull();
    }

    // From a client.

    @ParameterizedTest
    @ValueSource(
            strings = {
                Method.SAMPLING_CREATE_MESSAGE,
                Method.ELICITATION_CREATE,
                Method.ROOTS_LIST,
                Method.LOG_MESSAGE
            })
    void aClientDoesNotAskWhatOnlyServersAsk(String method) {
        var world = new FrontWorld();
        var stream = world.says(world.open(), request(method));
        assertThat(stream.answer()).contains("-32601", "\"id\":\"q\"");
        assertThat(world.exchanges).isEmpty();
        assertThat(world.counts.counted()).containsExactly(Observer.Count.WRONG_DIRECTION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Method.SAMPLING_CREATE_MESSAGE,
                Method.ELICITATION_CREATE,
                Method.ROOTS_LIST
            })
    void norDoesOneWithoutASession(String method) {
        var world = new StatelessWorld();
        var params = Json.object("_meta", StatelessWorld.metadata(Json.EMPTY_OBJECT));
        var refused =
                Assertions.catchThrowableOfType(
                        McpException.class,
                        () ->
                                world.sends(
                                        Principal.LOCAL.name(),
                                        Request.of(Id.of(1), method, params)));
        assertThat(refused.error().code()).isEqualTo(-32601);
        assertThat(world.exchanges).isEmpty();
        assertThat(world.counts.counted()).containsExactly(Observer.Count.WRONG_DIRECTION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Method.LOG_MESSAGE,
                Method.TOOLS_LIST_CHANGED,
                Method.RESOURCES_UPDATED,
                Method.ELICITATION_COMPLETE,
                Method.TOOLS_CALL
            })
    void aClientDoesNotTellWhatIsNotItsToTell(String method) {
        var world = new FrontWorld();
        var session = world.open();
        world.says(session, notification(method));
        world.says(session, notification("notifications/vendor"));
        world.says(session, notification(Method.ROOTS_LIST_CHANGED));
        assertThat(world.notifications)
                .extracting(told -> told.method())
                .containsExactly("notifications/vendor", Method.ROOTS_LIST_CHANGED);
        assertThat(world.counts.counted()).containsExactly(Observer.Count.WRONG_DIRECTION);
    }
}
