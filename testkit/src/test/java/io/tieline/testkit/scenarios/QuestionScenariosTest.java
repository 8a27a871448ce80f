package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.McpClient;
import io.tieline.framework.Pending;
import io.tieline.framework.RequestOptions;
import io.tieline.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios 16, 64 and 72 to 76: whose question it is when several calls are in flight. */
@Timeout(60)
final class QuestionScenariosTest {

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario16EachCallGetsTheAnswerOfItsOwnUser(Pairing pairing) throws Exception {
        var bothAsked = new CountDownLatch(2);
        try (var setup = Setup.of(pairing);
                var alice =
                        setup.client().onElicitation(_ -> meeting(bothAsked, "Alice")).connect();
                var bob = setup.client().onElicitation(_ -> meeting(bothAsked, "Bob")).connect()) {
            var first = alice.startTool("greet", Map.of(), RequestOptions.NONE);
            var second = bob.startTool("greet", Map.of(), RequestOptions.NONE);
            assertThat(first.await().text()).isEqualTo("Hello, Alice!");
            assertThat(second.await().text()).isEqualTo("Hello, Bob!");
        }
    }

    /** Answers when both have been asked. */
    private static Answer<?> meeting(CountDownLatch bothAsked, String name)
            throws InterruptedException {
        bothAsked.countDown();
        assertThat(bothAsked.await(20, TimeUnit.SECONDS)).isTrue();
        return Answer.accept(Map.of("name", name));
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#most")
    void scenario64ASlowCallAsksAndLogsAfterAFastOneOfItsSessionHasFinished(Pairing pairing)
            throws Exception {
        var logged = new ConcurrentLinkedQueue<String>();
        try (var setup = Setup.of(pairing);
                var client =
                        setup.client("Alice")
                                .onLog(message -> logged.add(message.text()))
                                .connect()) {
            var slow = client.startTool("greetLater", Map.of("gate", "g"), RequestOptions.NONE);
            client.callTool("await", Map.of("gate", "g.begun"));
            client.callTool("put", Map.of("value", "fast"));
            client.callTool("open", Map.of("gate", "g"));
            assertThat(slow.await().text()).isEqualTo("Hello, Alice!");
            assertThat(logged).containsExactly("g asks");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#all")
    void scenario72TwoCallsOfOneSessionAskAndPlainCallsRunBesideThem(Pairing pairing)
            throws Exception {
        var asked = new ConcurrentLinkedQueue<String>();
        try (var setup = Setup.of(pairing);
                var client =
                        setup.client()
                                .onElicitation(question -> {
                                    asked.add(question.message());
                                    return Answer.accept(Map.of("name", question.message()));
                                })
                                .connect()) {
            var raised = new ArrayList<String>();
            for (int round = 0; round < 3; round++) {
                var names = List.of("first of " + round, "second of " + round);
                var calls = names.stream().map(name -> asking(client, name)).toList();
                assertThat(client.callTool("get").text()).isEqualTo("Value not found");
                assertThat(List.of(answered(calls.getFirst()), answered(calls.getLast())))
                        .isEqualTo(names);
                raised.addAll(names);
            }
            assertThat(asked).containsExactlyInAnyOrderElementsOf(raised);
        }
    }

    /** Calls a tool whose question has this message. */
    private static Pending<CallResult> asking(McpClient client, String message) {
        var arguments = Json.object("message", message, "schema", NAME);
        return client.startTool("elicit", arguments, RequestOptions.NONE);
    }

    /** The answer that a call got to its question. */
    private static String answered(Pending<CallResult> call) {
        var answer = Objects.requireNonNull(call.await().structuredContent());
        return Objects.requireNonNull(answer.text("content", "name"));
    }

    private static final Json NAME =
            Json.of("{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}");

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.Pairing#some")
    void scenario76AClientIsNeverAskedWhatItLacksThoughAnotherHasIt(Pairing pairing)
            throws Exception {
        try (var setup = Setup.of(pairing);
                var able = setup.client("Alice").connect();
                var unable = setup.client().connect()) {
            assertThat(able.callTool("greet").text()).isEqualTo("Hello, Alice!");
            assertThat(unable.callTool("greet").isError()).isTrue();
            assertThat(able.callTool("greet").text()).isEqualTo("Hello, Alice!");
        }
    }
}
