package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.McpServer;
import io.tieline.framework.RequestOptions;
import io.tieline.framework.Tool;
import io.tieline.gateway.GatewaySettings;
import io.tieline.session.backend.TimeLimits;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios of the two hops: what each agrees for itself, and what passes through both. */
@Timeout(60)
final class HopScenariosTest {

    private static final Json ABILITIES =
            Json.of("{\"tools\":{},\"experimental\":{\"com.example/x\":{\"n\":2.50}}}");

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#withoutChildren")
    void scenario20And43TheBackendsRevisionIsFoundOutAndAbilitiesAreMirrored(Pairing pairing)
            throws Exception {
        var server = new PlainService("2025-03-26", ABILITIES);
        try (var setup = Setup.of(pairing, server, GatewaySettings.DEFAULT);
                var client =
                        setup.client("Alice")
                                .capability("experimental", Json.of("{\"y\":{}}"))
                                .connect()) {
            assertThat(client.revision()).isEqualTo(Revision.LATEST_HANDSHAKE);
            assertThat(client.capabilities()).isEqualTo(ABILITIES);
            var handshake = Objects.requireNonNull(server.asked().remove().params());
            assertThat(handshake.text("protocolVersion")).isEqualTo("2025-11-25");
            assertThat(handshake.at("capabilities", "elicitation")).isNotNull();
            assertThat(handshake.at("capabilities", "experimental", "y")).isNotNull();
            assertThat(handshake.at("capabilities", "sampling")).isNull();
            assertThat(client.request("tools/list", null)).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#diagonal")
    void scenario20TheBackendsRevisionCanBePinned(Pairing pairing) throws Exception {
        var server = new PlainService("2025-06-18", ABILITIES);
        var settings = GatewaySettings.DEFAULT.withRevision(Revision.V2025_06_18);
        try (var setup = Setup.of(pairing, server, settings);
                var client = setup.client().connect()) {
            var handshake = Objects.requireNonNull(server.asked().remove().params());
            assertThat(handshake.text("protocolVersion")).isEqualTo("2025-06-18");
            assertThat(client.revision()).isEqualTo(Revision.LATEST_HANDSHAKE);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario32And33InstructionsPassAndEachHopAnswersPings(Pairing pairing) throws Exception {
        var own = GatewaySettings.DEFAULT.withInstructions("Mine");
        try (var setup = Setup.of(pairing);
                var client = setup.client().connect();
                var other = Setup.of(pairing, own);
                var told = other.client().connect()) {
            client.ping();
            assertThat(client.instructions()).isEqualTo(SampleServer.INSTRUCTIONS);
            assertThat(told.instructions()).isEqualTo("Mine");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#withoutChildren")
    void scenario36ACallOpensOneConnectionAndListsNothing(Pairing pairing) throws Exception {
        var server = new PlainService("2025-11-25", ABILITIES);
        try (var setup = Setup.of(pairing, server, GatewaySettings.DEFAULT);
                var client = setup.client().connect()) {
            client.request("tools/call", Json.object("name", "any"));
            assertThat(setup.connections()).isEqualTo(1);
            assertThat(server.asked())
                    .extracting(Request::method)
                    .containsExactly("initialize", "tools/call");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#withoutChildren")
    void scenario42MetaPassesWithEveryKindOfRequest(Pairing pairing) throws Exception {
        var meta = Json.of("{\"com.example/a\":{\"n\":2.50},\"com.example/b\":[\"x\"]}");
        var params = Json.object("name", "any", "uri", "any://x", "_meta", meta);
        var server = new PlainService("2025-11-25", ABILITIES);
        try (var setup = Setup.of(pairing, server, GatewaySettings.DEFAULT);
                var client = setup.client().connect()) {
            for (var method : List.of("tools/call", "resources/read", "prompts/get")) {
                assertThat(client.request(method, params)).isEqualTo(params);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario54ATimeLimitEndsTheCallAndTheBackendIsTold(Pairing pairing) throws Exception {
        var limits = TimeLimits.DEFAULT.withIdle(Duration.ofMillis(300));
        try (var setup = Setup.of(pairing, GatewaySettings.DEFAULT.withLimits(limits));
                var client = setup.client().connect()) {
            assertThat(error(() -> client.callTool("hold", Map.of("gate", "g"))))
                    .isEqualTo(ErrorCode.BACKEND_TIMED_OUT);
            assertThat(client.callTool("await", Map.of("gate", "g.cancelled")).text()).isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario61ACancellationReachesItsOneCallWithItsReason(Pairing pairing) throws Exception {
        try (var setup = Setup.of(pairing);
                var client = setup.client().connect()) {
            var dropped = client.startTool("hold", Map.of("gate", "a"), RequestOptions.NONE);
            var kept = client.startTool("hold", Map.of("gate", "b"), RequestOptions.NONE);
            client.callTool("await", Map.of("gate", "a.begun"));
            client.callTool("await", Map.of("gate", "b.begun"));
            dropped.cancel("Too long");
            assertThat(client.callTool("await", Map.of("gate", "a.cancelled")).text())
                    .isEqualTo("Too long");
            client.callTool("open", Map.of("gate", "b", "value", "kept"));
            assertThat(kept.await().text()).isEqualTo("kept");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario62ATimeLimitOfOneCallOverridesTheDefault(Pairing pairing) throws Exception {
        var short300 = RequestOptions.timeLimit(Duration.ofMillis(300));
        try (var setup = Setup.of(pairing);
                var client = setup.client().connect()) {
            assertThat(error(() -> client.callTool("hold", Map.of("gate", "g"), short300)))
                    .isEqualTo(ErrorCode.BACKEND_TIMED_OUT);
            assertThat(client.callTool("get").text()).isEqualTo("Value not found");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario63ATaskThatNobodyHasIsRefusedBesideOrdinaryCalls(Pairing pairing)
            throws Exception {
        try (var setup = Setup.of(pairing);
                var client = setup.client("Alice").connect()) {
            assertThat(error(() -> client.request("tasks/get", Json.object("taskId", "t"))))
                    .isIn(ErrorCode.METHOD_NOT_FOUND, ErrorCode.INVALID_PARAMS);
            assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario73TheNextQuestionReachesTheNextCallWhenItsClientDroppedTheFirst(Pairing pairing)
            throws Exception {
        var asked = new AtomicInteger();
        var firstAsked = new CountDownLatch(1);
        try (var setup = Setup.of(pairing);
                var client =
                        setup.client()
                                .onElicitation(_ -> {
                                    if (asked.incrementAndGet() == 1) {
                                        firstAsked.countDown();
                                        new CountDownLatch(1).await();
                                    }
                                    return Answer.accept(Map.of("name", "Bob"));
                                })
                                .connect()) {
            var first = client.startTool("greet", Map.of(), RequestOptions.NONE);
            assertThat(firstAsked.await(20, TimeUnit.SECONDS)).isTrue();
            first.cancel("Changed my mind");
            assertThat(client.callTool("greet").text()).isEqualTo("Hello, Bob!");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario74TwoBackendsThatNumberTheirRequestsAlikeGetTheirOwnAnswers(Pairing pairing)
            throws Exception {
        try (var setup = Setup.of(pairing);
                var alice = setup.client("Alice").connect();
                var other = Setup.of(pairing);
                var bob = other.client("Bob").connect()) {
            for (int round = 0; round < 5; round++) {
                var first = alice.startTool("greet", Map.of(), RequestOptions.NONE);
                var second = bob.startTool("greet", Map.of(), RequestOptions.NONE);
                assertThat(first.await().text()).isEqualTo("Hello, Alice!");
                assertThat(second.await().text()).isEqualTo("Hello, Bob!");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#diagonal")
    void scenario78ListsPageWithoutLossOrRepetition(Pairing pairing) throws Exception {
        var names = IntStream.range(0, 11).mapToObj(i -> "tool" + i).toList();
        var builder = McpServer.named("many", "1").pageSize(3);
        names.forEach(name -> builder.tool(Tool.of(name), (_, _) -> CallResult.of()));
        try (var setup = Setup.of(pairing, builder.build(), GatewaySettings.DEFAULT);
                var client = setup.client().connect()) {
            assertThat(client.request("tools/list", null).text("nextCursor")).isNotNull();
            assertThat(client.listTools()).extracting(Tool::name).containsExactlyElementsOf(names);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#withoutChildren")
    void scenario80WhatIsUnknownPassesBothWaysByteForByte(Pairing pairing) throws Exception {
        var bytes = Json.of("{\"z\":1e400,\"a\":[2.50, -0, \"\\u00e9\\/\"],\"m\" : {\"é\":null}}");
        var heard = new LinkedBlockingQueue<Notification>();
        var server = new PlainService("2025-11-25", ABILITIES);
        try (var setup = Setup.of(pairing, server, GatewaySettings.DEFAULT);
                var client = setup.client().onNotification(heard::add).connect()) {
            assertThat(client.request("vendor/anything", bytes)).hasToString(bytes.toString());
            client.tell("notifications/vendor", bytes);
            var told = heard.poll(20, TimeUnit.SECONDS);
            assertThat(told).isNotNull();
            assertThat(told.method()).isEqualTo("notifications/vendor");
            assertThat(told.params()).hasToString(bytes.toString());
        }
    }

    private static int error(ThrowingCallable request) {
        return catchThrowableOfType(McpException.class, request).error().code();
    }
}
