package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.framework.LogMessage;
import io.tieline.framework.RequestOptions;
import io.tieline.framework.Root;
import io.tieline.framework.SamplingResult;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.session.Observer;
import io.tieline.testkit.scenarios.Pairing.Transport;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios 1 to 8: one session, and what belongs to it. */
@Timeout(60)
final class SessionScenariosTest {

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario01EachOfTwoClientsGetsItsOwnLogMessagesOnly(Pairing pairing) throws Exception {
        var heardByAlice = new ConcurrentLinkedQueue<LogMessage>();
        var heardByBob = new ConcurrentLinkedQueue<LogMessage>();
        try (var setup = Setup.of(pairing);
                var alice = setup.client().onLog(heardByAlice::add).connect();
                var bob = setup.client().onLog(heardByBob::add).connect()) {
            for (int round = 0; round < 10; round++) {
                var first = alice.startTool("log", message("for Alice"), RequestOptions.NONE);
                var second = bob.startTool("log", message("for Bob"), RequestOptions.NONE);
                first.await();
                second.await();
            }
        }
        assertThat(heardByAlice).extracting(LogMessage::text).hasSize(10).containsOnly("for Alice");
        assertThat(heardByBob).extracting(LogMessage::text).hasSize(10).containsOnly("for Bob");
    }

    private static Map<String, String> message(String data) {
        return Map.of("level", "warning", "data", data);
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario02TheStateOfASessionLivesInTheBackendsSession(Pairing pairing) throws Exception {
        try (var setup = Setup.of(pairing);
                var client = setup.client().connect()) {
            assertThat(client.callTool("get").text()).isEqualTo("Value not found");
            client.callTool("put", Map.of("value", "1"));
            assertThat(client.callTool("get").text()).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario03WithASessionForEachRequestNothingIsKept(Pairing pairing) throws Exception {
        var settings = GatewaySettings.DEFAULT.withSessions(SessionPolicy.PER_REQUEST);
        try (var setup = Setup.of(pairing, settings);
                var client = setup.client().connect()) {
            client.callTool("put", Map.of("value", "1"));
            assertThat(client.callTool("get").text()).isEqualTo("Value not found");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#all")
    @Timeout(10)
    void scenario05TheSecondQuestionOfASessionReachesItsCall(Pairing pairing) throws Exception {
        try (var setup = Setup.of(pairing);
                var client = setup.client("Alice").connect()) {
            assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
            assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#diagonal")
    void scenario06And71ABackendThatForgotItsSessionIsReportedOnceAndThenBeginsAnew(Pairing pairing)
            throws Exception {
        try (var setup = Setup.of(pairing);
                var client = setup.client("Alice").connect()) {
            client.callTool("put", Map.of("value", "kept"));
            setup.forget(client.callTool("session").text());
            assertThat(error(() -> client.callTool("get")))
                    .isIn(ErrorCode.BACKEND_SESSION_LOST, ErrorCode.BACKEND_GONE);
            // Over Streamable HTTP the client's own session ends too, as the specification has it.
            boolean ends = pairing.front() == Transport.STREAMABLE_HTTP;
            try (var next = ends ? setup.client("Alice").connect() : client) {
                assertThat(next.callTool("get").text()).isEqualTo("Value not found");
                assertThat(next.callTool("greet").text()).isEqualTo("Hello, Alice!");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void scenario60AChildThatEndsInACallFailsItAndIsStartedAnew(int exitCode) throws Exception {
        var pairing = new Pairing(Transport.STREAMABLE_HTTP, Transport.STDIO);
        try (var setup = Setup.of(pairing);
                var client = setup.client("Alice").connect()) {
            var before = client.callTool("process").text();
            client.callTool("put", Map.of("value", "kept"));
            assertThat(error(() -> client.callTool("halt", Map.of("code", exitCode))))
                    .isEqualTo(ErrorCode.BACKEND_GONE);
            // The call that was running has told of the loss already.
            assertThat(client.callTool("get").text()).isEqualTo("Value not found");
            assertThat(client.callTool("process").text()).isNotEqualTo(before);
            assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
        }
    }

    private static int error(ThrowingCallable request) {
        return catchThrowableOfType(McpException.class, request).error().code();
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario07AnAnswerToNoQuestionIsDroppedAndCounted(Pairing pairing) throws Exception {
        try (var setup = Setup.of(pairing);
                var client = new RawClient(setup.listener().uri());
                var other = setup.client("Alice").connect()) {
            client.initialize(Json.of("{\"elicitation\":{}}"));
            client.post("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"action\":\"accept\"}}");
            assertThat(setup.recorder().saw(Observer.Count.UNKNOWN_ANSWER)).isTrue();
            assertThat(other.callTool("greet").text()).isEqualTo("Hello, Alice!");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario08And55AClientHasOneBackendSessionThatEndsWithItsOwn(Pairing pairing)
            throws Exception {
        try (var setup = Setup.of(pairing);
                var bob = setup.client("Bob").connect()) {
            var alice = setup.client("Alice").connect();
            var session = alice.callTool("session").text();
            alice.callTool("greet");
            alice.listTools();
            assertThat(alice.callTool("session").text()).isEqualTo(session);
            assertThat(bob.callTool("session").text()).isNotEqualTo(session);
            assertThat(setup.connections()).isEqualTo(2);
            if (pairing.backend() != Transport.STDIO) {
                alice.callTool("tellEnd", Map.of("gate", "end"));
                alice.close();
                assertThat(bob.callTool("await", Map.of("gate", "end")).text()).isEqualTo("ended");
            }
            alice.close();
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#diagonal")
    void scenario18ABackendSessionIsFreshOwnSharedOrKeptByKey(Pairing pairing) throws Exception {
        assertThat(sessions(pairing, SessionPolicy.PER_REQUEST)).isEqualTo(4);
        assertThat(sessions(pairing, SessionPolicy.PER_CLIENT_SESSION)).isEqualTo(2);
        assertThat(sessions(pairing, SessionPolicy.SHARED)).isEqualTo(1);
        assertThat(sessions(pairing, SessionPolicy.pinned("all"))).isEqualTo(1);
        var keys = new AtomicInteger();
        var each = new SessionPolicy.Pinned(_ -> "client " + keys.incrementAndGet());
        assertThat(sessions(pairing, each)).isEqualTo(2);
    }

    /** How many backend sessions serve two calls of each of two clients. */
    private static long sessions(Pairing pairing, SessionPolicy policy) throws Exception {
        try (var setup = Setup.of(pairing, GatewaySettings.DEFAULT.withSessions(policy));
                var alice = setup.client().connect();
                var bob = setup.client().connect()) {
            return Stream.of(alice, bob, alice, bob)
                    .map(client -> client.callTool("session").text())
                    .distinct()
                    .count();
        }
    }

    @Test
    void scenario59TheSameChildServesEveryCallUnlessEachHasItsOwn() throws Exception {
        var pairing = new Pairing(Transport.IN_PROCESS, Transport.STDIO);
        var fresh = GatewaySettings.DEFAULT.withSessions(SessionPolicy.PER_REQUEST);
        try (var kept = Setup.of(pairing);
                var client = kept.client().connect();
                var ended = Setup.of(pairing, fresh);
                var other = ended.client().connect()) {
            var process = client.callTool("process").text();
            assertThat(client.callTool("process").text()).isEqualTo(process);
            process = other.callTool("process").text();
            assertThat(other.callTool("process").text()).isNotEqualTo(process);
        }
    }

    @Test
    void scenario58EveryPendingCallFailsAtOnceWhenTheChildDies() throws Exception {
        var pairing = new Pairing(Transport.STREAMABLE_HTTP, Transport.STDIO);
        try (var setup = Setup.of(pairing);
                var client = setup.client("Alice").connect()) {
            for (int round = 0; round < 3; round++) {
                var gate = Map.of("gate", "g");
                var held =
                        List.of(
                                client.startTool("hold", gate, RequestOptions.NONE),
                                client.startTool("await", gate, RequestOptions.NONE),
                                client.startTool("halt", Map.of("code", 1), RequestOptions.NONE));
                for (var call : held) {
                    assertThat(error(call::await)).isEqualTo(ErrorCode.BACKEND_GONE);
                }
                assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
            }
        }
    }

    @Test
    void scenario65EachOfTwoClientsHasItsOwnStateRootsQuestionsAndLogsBehindStdio()
            throws Exception {
        var heard = new ConcurrentLinkedQueue<String>();
        try (var setup = Setup.of(new Pairing(Transport.STREAMABLE_HTTP, Transport.STDIO));
                var alice = setup.client("Alice").roots(Root.of("file:///alice")).connect();
                var bob =
                        setup.client("Bob")
                                .roots(Root.of("file:///bob"))
                                .onLog(message -> heard.add(message.text()))
                                .connect()) {
            alice.callTool("put", Map.of("value", "Alice's"));
            assertThat(bob.callTool("get").text()).isEqualTo("Value not found");
            assertThat(bob.callTool("roots").text()).isEqualTo("file:///bob");
            assertThat(alice.callTool("roots").text()).isEqualTo("file:///alice");
            assertThat(bob.callTool("greet").text()).isEqualTo("Hello, Bob!");
            bob.callTool("log", message("for Bob"));
            assertThat(heard).containsExactly("for Bob");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario66QuestionsAndLogsWorkWhereEachRequestHasItsOwnSession(Pairing pairing)
            throws Exception {
        var heard = new ConcurrentLinkedQueue<String>();
        var settings = GatewaySettings.DEFAULT.withSessions(SessionPolicy.PER_REQUEST);
        try (var setup = Setup.of(pairing, settings);
                var client =
                        setup.client("Alice")
                                .onSampling(_ -> SamplingResult.text("model", "words"))
                                .onLog(message -> heard.add(message.text()))
                                .connect()) {
            assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
            assertThat(client.prompt("asking").messages().getFirst().text()).isEqualTo("words");
            client.callTool("log", message("heard"));
            assertThat(heard).containsExactly("heard");
        }
    }
}
