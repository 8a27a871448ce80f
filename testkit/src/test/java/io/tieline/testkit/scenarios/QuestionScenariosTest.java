package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.Answer;
import io.tieline.framework.RequestOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
        var asked = new AtomicInteger();
        try (var setup = Setup.of(pairing);
                var client =
                        setup.client().onElicitation(_ -> Answer.accept(next(asked))).connect()) {
            for (int round = 0; round < 3; round++) {
                var first = client.startTool("greet", Map.of(), RequestOptions.NONE);
                var second = client.startTool("greet", Map.of(), RequestOptions.NONE);
                assertThat(client.callTool("get").text()).isEqualTo("Value not found");
                var names = List.of(first.await().text(), second.await().text());
                assertThat(names).doesNotHaveDuplicates().allMatch(it -> it.startsWith("Hello, "));
            }
            assertThat(asked).hasValue(6);
        }
    }

    private static Map<String, String> next(AtomicInteger asked) {
        return Map.of("name", "caller " + asked.incrementAndGet());
    }

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
