package io.tieline.testkit.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.RpcError;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One thing more than a list may have, and its sender is told how many there may be. */
@Timeout(20)
final class BoundsTest {

    private static final GatewaySettings SHARED =
            GatewaySettings.DEFAULT.withSessions(SessionPolicy.SHARED);

    private static String list(int from, int to, IntFunction<String> element) {
        return IntStream.range(from, to).mapToObj(element).collect(Collectors.joining(","));
    }

    private static String resources(int from, int to) {
        return "\"notifications\":{\"resourceSubscriptions\":["
                + list(from, to, i -> "\"test://" + i + "\"")
                + "]}";
    }

    private static RpcError error(RecordedReply reply) {
        return ((Failure) Objects.requireNonNull(reply.answer())).error();
    }

    private static void assertAboutBackend(RpcError error, int code, String phrase) {
        assertThat(error.code()).as(error.message()).isEqualTo(code);
        assertThat(error.message()).containsPattern(phrase);
        assertThat(Objects.requireNonNull(error.data()).text("backend")).isEqualTo("played");
    }

    @Test
    void aListenNamesAThousandResources() {
        try (var world = new CoreWorld(new PlayedBackend(false, true), SHARED)) {
            assertThat(world.stateless(Method.SUBSCRIPTIONS_LISTEN, resources(0, 1024)).isOver())
                    .isFalse();
            var refused = error(world.stateless(Method.SUBSCRIPTIONS_LISTEN, resources(0, 1025)));
            assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(refused.message()).contains("1025", "1024");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void allListensOfASessionNameFourThousand(boolean stateless) {
        try (var world = new CoreWorld(new PlayedBackend(stateless, true), SHARED)) {
            for (int i = 0; i < 4; i++) {
                world.stateless(Method.SUBSCRIPTIONS_LISTEN, resources(1024 * i, 1024 * i + 1024));
            }
            // What is watched already costs nothing more.
            assertThat(world.stateless(Method.SUBSCRIPTIONS_LISTEN, resources(7, 9)).isOver())
                    .isFalse();
            assertAboutBackend(
                    error(world.stateless(Method.SUBSCRIPTIONS_LISTEN, resources(9999, 10_000))),
                    ErrorCode.OVERLOADED,
                    "4096");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSessionWatchesAThousandResources(boolean stateless) {
        try (var world = new CoreWorld(new PlayedBackend(stateless, true), SHARED)) {
            var client = world.handshaken("2025-11-25");
            for (int i = 0; i < 1024; i++) {
                var reply = subscribe(client, i);
                assertThat(CoreWorld.code(reply.answer())).isZero();
            }
            assertThat(error(subscribe(client, 1024)).message()).contains("1024");
            assertThat(CoreWorld.code(subscribe(client, 1).answer())).isZero();
            client.request(5000, Method.RESOURCES_UNSUBSCRIBE, "{\"uri\":\"test://1\"}");
            assertThat(CoreWorld.code(subscribe(client, 1024).answer())).isZero();
        }
    }

    private static RecordedReply subscribe(CoreWorld.Handshaken client, int number) {
        return client.request(
                number, Method.RESOURCES_SUBSCRIBE, "{\"uri\":\"test://" + number + "\"}");
    }

    @Test
    void aBackendAsksForAFewHundredInputsAtOnce() {
        var backend = new PlayedBackend(true, true);
        backend.answers(
                Method.TOOLS_CALL,
                "\"result\":{\"resultType\":\"input_required\",\"inputRequests\":{"
                        + list(0, 257, i -> "\"k" + i + "\":{\"method\":\"roots/list\"}")
                        + "}}");
        try (var world = new CoreWorld(backend, GatewaySettings.DEFAULT)) {
            var client = world.handshaken("2025-11-25");
            var reply = client.request(1, Method.TOOLS_CALL, "{\"name\":\"echo\"}");
            assertAboutBackend(error(reply), ErrorCode.BACKEND_BROKE_PROTOCOL, "at most 256");
            assertThat(client.questions()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "{}", "{\"method\":7}", "{\"method\":\"x\",\"params\":[]}"})
    void aBackendSaysWhatItAsksFor(String request) {
        var backend = new PlayedBackend(true, true);
        backend.answers(
                Method.TOOLS_CALL,
                "\"result\":{\"resultType\":\"input_required\",\"inputRequests\":{\"k\":"
                        + request
                        + "}}");
        try (var world = new CoreWorld(backend, GatewaySettings.DEFAULT)) {
            var client = world.handshaken("2025-11-25");
            var reply = client.request(1, Method.TOOLS_CALL, "{\"name\":\"echo\"}");
            assertAboutBackend(
                    error(reply), ErrorCode.BACKEND_BROKE_PROTOCOL, "asked for input with");
            assertThat(client.questions()).isEmpty();
        }
    }

    @Test
    void aBackendSendsAPersonToAFewHundredPages() {
        var backend = new PlayedBackend(false, true);
        backend.answers(
                Method.TOOLS_CALL,
                "\"error\":{\"code\":-32042,\"message\":\"m\",\"data\":{\"elicitations\":["
                        + list(0, 257, i -> "{}")
                        + "]}}");
        try (var world = new CoreWorld(backend, GatewaySettings.DEFAULT)) {
            var reply = world.stateless(Method.TOOLS_CALL, "\"name\":\"echo\"");
            assertAboutBackend(
                    error(reply), ErrorCode.BACKEND_BROKE_PROTOCOL, "257 pages to visit");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"data\":null",
                ",\"data\":7",
                ",\"data\":[\"x\"]",
                ",\"data\":{}",
                ",\"data\":{\"elicitations\":[]}",
                ",\"data\":{\"elicitations\":{\"url\":\"http://x/\",\"message\":\"m\"}}",
                ",\"data\":{\"elicitations\":[null]}",
                ",\"data\":{\"elicitations\":[{}]}",
                ",\"data\":{\"elicitations\":[{\"url\":7,\"message\":\"m\"}]}",
                ",\"data\":{\"elicitations\":[{\"url\":\"http://x/\"}]}"
            })
    void aBackendNamesThePagesToVisit(String data) {
        var backend = new PlayedBackend(false, true);
        backend.answers(
                Method.TOOLS_CALL,
                "\"error\":{\"code\":-32042,\"message\":\"Sign\\nin\"" + data + "}");
        try (var world = new CoreWorld(backend, GatewaySettings.DEFAULT)) {
            var error = error(world.stateless(Method.TOOLS_CALL, "\"name\":\"echo\""));
            assertAboutBackend(error, ErrorCode.BACKEND_BROKE_PROTOCOL, "to visit|pages visited");
            assertThat(error.message()).endsWith("; it says: Sign\\nin");
        }
    }

    /** It would be lost, or be refused when the client brings it back. */
    @ParameterizedTest
    @ValueSource(strings = {"7", "true", "{}", "[\"s\"]"})
    void theStateThatABackendGivesIsAText(String state) {
        var backend = new PlayedBackend(true, true);
        backend.answers(
                Method.TOOLS_CALL,
                "\"result\":{\"resultType\":\"input_required\",\"requestState\":" + state + "}");
        try (var world = new CoreWorld(backend, GatewaySettings.DEFAULT)) {
            var client = world.handshaken("2025-11-25");
            for (var reply :
                    List.of(
                            world.stateless(Method.TOOLS_CALL, "\"name\":\"echo\""),
                            client.request(1, Method.TOOLS_CALL, "{\"name\":\"echo\"}"))) {
                assertAboutBackend(error(reply), ErrorCode.BACKEND_BROKE_PROTOCOL, "requestState");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "[]", "{}", "{\"uri\":7}", "{\"a\":1}"})
    void aResourceThatIsNotThereIsNamedWhateverStandsBesideIt(String data) {
        var backend = new PlayedBackend(false, true);
        backend.answers(
                Method.RESOURCES_READ,
                "\"error\":{\"code\":-32002,\"message\":\"m\",\"data\":" + data + "}");
        try (var world = new CoreWorld(backend, GatewaySettings.DEFAULT)) {
            var error = error(world.stateless(Method.RESOURCES_READ, "\"uri\":\"test://a\""));
            assertThat(error.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(Objects.requireNonNull(error.data()).text("uri")).isEqualTo("test://a");
        }
    }

    @Test
    void aToolIsListedWhateverStandsBesideIt() {
        var backend = new PlayedBackend(true, true);
        backend.answers(
                Method.TOOLS_LIST,
                "\"result\":{\"resultType\":\"complete\",\"tools\":[null,7,{\"name\":\"echo\","
                        + "\"execution\":{},\"inputSchema\":{\"type\":\"object\"}}]}");
        try (var world = new CoreWorld(backend, GatewaySettings.DEFAULT)) {
            var reply = world.handshaken("2025-03-26").request(1, Method.TOOLS_LIST, "{}");
            assertThat(Objects.requireNonNull(reply.answer()).json().list("result", "tools"))
                    .hasSize(3)
                    .last()
                    .extracting(tool -> tool.get("execution"))
                    .isNull();
            assertThat(Json.NULL.list("tools")).isEmpty();
        }
    }
}
