package io.tieline.testkit.shapes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.framework.Values;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.session.backend.AskingHistory;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.LineReader;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.SseReader;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever a peer may make large costs as much more as it is larger: for each kind of list, number,
 * map and text that is walked, twice the input makes at most two and a half times the work.
 */
@Timeout(60)
final class GrowthTest {

    private static final int REPEATED = 30;

    private static String list(int size, IntFunction<String> element) {
        return IntStream.range(0, size).mapToObj(element).collect(Collectors.joining(","));
    }

    private static String resources(int size) {
        return "\"notifications\":{\"resourceSubscriptions\":["
                + list(size, i -> "\"test://some/resource/" + i + "\"")
                + "]}";
    }

    @Test
    void aNumberThatAHeaderRepeats() throws Exception {
        var tool =
                Json.of(
                        "{\"inputSchema\":{\"type\":\"object\",\"properties\":{\"n\":"
                                + "{\"type\":\"integer\",\"x-mcp-header\":\"n\"}}}}");
        Growth.assertLinear(
                400_000,
                size -> {
                    var digits = "7".repeat(size);
                    var params = Json.of("{\"arguments\":{\"n\":" + digits + "}}");
                    var headers = Map.of("mcp-method", "x", "mcp-param-n", digits + ".0");
                    assertThat(AskingHistory.contradiction(params, tool, headers)).isNull();
                });
    }

    @Test
    void argumentsOfWhichManyAreRepeatedInHeaders() throws Exception {
        Growth.assertLinear(
                100,
                size -> {
                    var tool =
                            Json.of(
                                    "{\"inputSchema\":{\"type\":\"object\",\"properties\":{"
                                            + list(
                                                    size,
                                                    i ->
                                                            "\"a%d\":{\"type\":\"string\",\"x-mcp-header\":\"a%d\"}"
                                                                    .formatted(i, i))
                                            + "}}}");
                    var params =
                            Json.of(
                                    "{\"arguments\":{"
                                            + list(100 * size, i -> "\"b" + i + "\":\"x\"")
                                            + "}}");
                    var headers = Map.of("mcp-method", "x");
                    for (int i = 0; i < REPEATED; i++) {
                        assertThat(AskingHistory.contradiction(params, tool, headers)).isNull();
                    }
                });
    }

    @Test
    void pagesThatMustBeVisitedFirst() throws Exception {
        Growth.assertLinear(
                128,
                size -> {
                    var backend = new PlayedBackend(false, true);
                    backend.answers(
                            Method.TOOLS_CALL,
                            "\"error\":{\"code\":-32042,\"message\":\"visit\",\"data\":"
                                    + "{\"elicitations\":["
                                    + list(
                                            size,
                                            i ->
                                                    "{\"mode\":\"url\",\"message\":\"m\",\"url\":\"http://x/"
                                                            + "p".repeat(1000)
                                                            + "\"}")
                                    + "]}}");
                    try (var world = new CoreWorld(backend, GatewaySettings.DEFAULT)) {
                        for (int i = 0; i < REPEATED; i++) {
                            var reply = world.stateless(Method.TOOLS_CALL, "\"name\":\"echo\"");
                            assertThat(CoreWorld.code(reply.answer())).isZero();
                            assertThat(reply.answer()).isNotNull();
                        }
                    }
                });
    }

    @Test
    void inputsThatABackendAsksForAtOnce() throws Exception {
        Growth.assertLinear(
                32,
                size -> {
                    var backend = new PlayedBackend(true, true);
                    backend.upon(
                            Method.TOOLS_CALL,
                            (request, voice) ->
                                    voice.answer(
                                            request.params() != null
                                                            && request.params()
                                                                            .get("inputResponses")
                                                                    != null
                                                    ? "\"result\":{\"content\":[]}"
                                                    : "\"result\":" + inputs(size)));
                    try (var world = new CoreWorld(backend, GatewaySettings.DEFAULT)) {
                        var client = world.handshaken("2025-11-25");
                        for (int i = 0; i < REPEATED; i++) {
                            client.answering(question ->
                                    "\"result\":{\"action\":\"accept\",\"content\":{\"x\":\""
                                            + "y".repeat(2000)
                                            + "\"}}");
                            var reply = client.request(i, Method.TOOLS_CALL, "{\"name\":\"echo\"}");
                            assertThat(reply.answer()).isNotNull();
                        }
                        assertThat(client.questions()).hasSize(REPEATED * size);
                    }
                });
    }

    private static String inputs(int size) {
        return "{\"resultType\":\"input_required\",\"inputRequests\":{"
                + list(
                        size,
                        i ->
                                "\"k%d\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"m\"}}"
                                        .formatted(i))
                + "}}";
    }

    @Test
    void questionsThatABackendAsksAClientWithoutASession() throws Exception {
        Growth.assertLinear(
                32,
                size -> {
                    var backend = new PlayedBackend(false, true);
                    var number = new AtomicInteger();
                    backend.upon(
                            Method.TOOLS_CALL,
                            (request, voice) -> {
                                for (int i = 0; i < size; i++) {
                                    voice.say(
                                            ("{\"jsonrpc\":\"2.0\",\"id\":\"q%d\",\"method\":"
                                                            + "\"elicitation/create\",\"params\":"
                                                            + "{\"message\":\"%s\"}}")
                                                    .formatted(
                                                            number.incrementAndGet(),
                                                            "m".repeat(4000)));
                                }
                            });
                    try (var world = new CoreWorld(backend, GatewaySettings.DEFAULT)) {
                        for (int i = 0; i < REPEATED / 2; i++) {
                            var reply = world.stateless(Method.TOOLS_CALL, "\"name\":\"echo\"");
                            world.pass(Duration.ofMillis(10));
                            assertThat(reply.answer()).isNotNull();
                        }
                    }
                });
    }

    @Test
    void resourcesThatOneListenNames() throws Exception {
        for (boolean stateless : new boolean[] {true, false}) {
            Growth.assertLinear(
                    512,
                    size -> {
                        for (int i = 0; i < 5; i++) {
                            listen(new PlayedBackend(stateless, true), size);
                        }
                    });
        }
    }

    private static void listen(PlayedBackend backend, int size) {
        // What is listened to is acknowledged a moment later, as over a network.
        var late = new ArrayList<Runnable>();
        backend.upon(Method.SUBSCRIPTIONS_LISTEN, (request, voice) -> late.add(voice::acknowledge));
        try (var world =
                new CoreWorld(
                        backend, GatewaySettings.DEFAULT.withSessions(SessionPolicy.SHARED))) {
            var reply = world.stateless(Method.SUBSCRIPTIONS_LISTEN, resources(size));
            while (!late.isEmpty()) {
                late.removeFirst().run();
            }
            assertThat(reply.told()).hasSize(1);
            assertThat(backend.urisHeard()).isLessThanOrEqualTo(6L * size);
        }
    }

    @Test
    void subscriptionsThatDoNotWaitForEachOther() throws Exception {
        Growth.assertLinear(
                512,
                size -> {
                    var backend = new PlayedBackend(true, true);
                    var late = new ArrayList<Runnable>();
                    backend.upon(
                            Method.SUBSCRIPTIONS_LISTEN,
                            (request, voice) -> late.add(voice::acknowledge));
                    try (var world = new CoreWorld(backend, GatewaySettings.DEFAULT)) {
                        var client = world.handshaken("2025-11-25");
                        var replies = new ArrayList<RecordedReply>();
                        for (int i = 0; i < 200; i++) {
                            replies.add(
                                    client.request(
                                            i,
                                            Method.RESOURCES_SUBSCRIBE,
                                            "{\"uri\":\"test://" + i + "\"}"));
                        }
                        while (!late.isEmpty()) {
                            late.removeFirst().run();
                        }
                        assertThat(replies).allMatch(RecordedReply::isOver);
                        assertThat(backend.urisHeard()).isLessThan(6 * 200);
                    }
                });
    }

    @Test
    void requestsBesideAListenForManyResources() throws Exception {
        Growth.assertLinear(
                512,
                size -> {
                    var settings = GatewaySettings.DEFAULT.withSessions(SessionPolicy.SHARED);
                    try (var world = new CoreWorld(new PlayedBackend(false, true), settings)) {
                        world.stateless(Method.SUBSCRIPTIONS_LISTEN, resources(1000));
                        for (int i = 0; i < size; i++) {
                            world.stateless(Method.TOOLS_CALL, "\"name\":\"echo\"");
                        }
                    }
                });
    }

    @Test
    void argumentsThatLieDeepInARetry() throws Exception {
        Growth.assertLinear(
                300,
                size -> {
                    var deep =
                            "[".repeat(size)
                                    + "\""
                                    + "x".repeat(3000 * size)
                                    + "\""
                                    + "]".repeat(size);
                    try (var world =
                            new CoreWorld(
                                    new PlayedBackend(false, true), GatewaySettings.DEFAULT)) {
                        var reply =
                                world.stateless(
                                        Method.TOOLS_CALL,
                                        "\"name\":\"echo\",\"requestState\":\"x\",\"arguments\":{\"a\":"
                                                + deep
                                                + "}");
                        assertThat(CoreWorld.code(reply.answer())).isEqualTo(-32602);
                    }
                });
    }

    /** Arguments of a tool. */
    record Counted(Map<String, Long> counts) {}

    @Test
    void aMapOfAnArgument() throws Exception {
        Growth.assertLinear(
                5_000,
                size -> {
                    var json =
                            Json.of(
                                    "{\"counts\":{"
                                            + list(size, i -> "\"k" + i + "\":1.0e1")
                                            + "}}");
                    assertThat(new Values(json).as(Counted.class).counts()).hasSize(size);
                });
    }

    /** Arguments of a tool. */
    record Amount(BigInteger amount) {}

    @Test
    void aNumberOfAnArgument() throws Exception {
        Growth.assertLinear(
                400_000,
                size -> {
                    var json = Json.of("{\"amount\":" + "7".repeat(size) + "}");
                    assertThatThrownBy(() -> new Values(json).as(Amount.class))
                            .isInstanceOf(IllegalArgumentException.class);
                });
    }

    @Test
    void membersOfAMessage() throws Exception {
        Growth.assertLinear(
                20_000,
                size -> {
                    var text =
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{"
                                    + list(size, i -> "\"m" + i + "\":null")
                                    + "},"
                                    + list(size, i -> "\"n" + i + "\":" + i)
                                    + "}";
                    assertThat(Message.parse(text.getBytes(US_ASCII), Limits.DEFAULT).json())
                            .isNotNull();
                });
    }

    @Test
    void aBatchThatIsNoJson() throws Exception {
        Growth.assertLinear(
                200_000,
                size -> {
                    var text = "[{\"id\":1,\"result\":\"" + "x".repeat(size) + "\"},{]";
                    assertThatThrownBy(() ->
                                    Message.parseBatch(text.getBytes(US_ASCII), Limits.DEFAULT))
                            .isInstanceOf(MalformedException.class);
                });
    }

    @Test
    void eventsAndLinesThatComeByteByByte() throws Exception {
        Growth.assertLinear(
                300_000,
                size -> {
                    List<Object> read = new ArrayList<>();
                    var events = new SseReader(1 << 20, read::add);
                    var lines = new LineReader(1 << 20, read::add);
                    var event = ("data: " + "x".repeat(size) + "\n\n").getBytes(US_ASCII);
                    for (int i = 0; i < event.length; i++) {
                        events.feed(event, i, 1);
                        lines.feed(event, i, 1);
                    }
                    assertThat(read).hasSize(2);
                });
    }

    @Test
    void aLongId() throws Exception {
        Growth.assertLinear(
                400_000,
                size -> {
                    var digits = Json.of("1" + "0".repeat(size));
                    assertThatThrownBy(() -> Id.of(digits)).isInstanceOf(MalformedException.class);
                    assertThat(digits.integer()).isEmpty();
                });
    }
}
