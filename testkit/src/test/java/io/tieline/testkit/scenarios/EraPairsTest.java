package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.Answer;
import io.tieline.framework.CallResult;
import io.tieline.framework.McpClient;
import io.tieline.framework.Pending;
import io.tieline.framework.RequestOptions;
import io.tieline.framework.Root;
import io.tieline.framework.SamplingResult;
import io.tieline.gateway.GatewaySettings;
import io.tieline.testkit.scenarios.Pairing.Transport;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds whichever era the client speaks, and whichever the backend. */
@Timeout(60)
final class EraPairsTest {

    /** Each era on either side, over a few transports. */
    record Eras(Revision client, Revision backend, Pairing pairing) {

        @Override
        public String toString() {
            return client.text() + " to " + backend.text() + ", " + pairing;
        }
    }

    static Stream<Eras> all() {
        var revisions = List.of(Revision.V2025_11_25, Revision.STATELESS);
        var pairings =
                List.of(
                        new Pairing(Transport.IN_PROCESS, Transport.IN_PROCESS),
                        new Pairing(Transport.STREAMABLE_HTTP, Transport.STREAMABLE_HTTP),
                        new Pairing(Transport.STDIO, Transport.STDIO),
                        new Pairing(Transport.STREAMABLE_HTTP, Transport.STDIO),
                        new Pairing(Transport.STDIO, Transport.STREAMABLE_HTTP));
        return revisions.stream()
                .flatMap(client ->
                        revisions.stream()
                                .flatMap(backend ->
                                        pairings.stream()
                                                .map(pairing ->
                                                        new Eras(client, backend, pairing))));
    }

    private static Setup setup(Eras eras) throws Exception {
        return Setup.of(eras.pairing(), GatewaySettings.DEFAULT.withRevision(eras.backend()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void scenario05AnElicitingToolIsCalledTwiceInARow(Eras eras) throws Exception {
        try (var setup = setup(eras);
                var client = setup.client("Alice").revision(eras.client()).connect()) {
            assertThat(client.revision()).isEqualTo(eras.client());
            assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
            assertThat(client.callTool("greet").text()).isEqualTo("Hello, Alice!");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void scenario69StateIsKeptWhereTheBackendKeepsIt(Eras eras) throws Exception {
        try (var setup = setup(eras);
                var client = setup.client().revision(eras.client()).connect()) {
            client.callTool("put", Map.of("value", "1"));
            assertThat(client.callTool("get").text())
                    .isEqualTo(eras.backend().isStateless() ? "Value not found" : "1");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void scenario16EachCallGetsTheAnswerOfItsOwnUser(Eras eras) throws Exception {
        var bothAsked = new CountDownLatch(2);
        try (var setup = setup(eras);
                var alice = meeting(setup, eras, bothAsked, "Alice");
                var bob = meeting(setup, eras, bothAsked, "Bob")) {
            var first = alice.startTool("greet", Map.of(), RequestOptions.NONE);
            var second = bob.startTool("greet", Map.of(), RequestOptions.NONE);
            assertThat(first.await().text()).isEqualTo("Hello, Alice!");
            assertThat(second.await().text()).isEqualTo("Hello, Bob!");
        }
    }

    private static McpClient meeting(
            Setup setup, Eras eras, CountDownLatch bothAsked, String name) {
        return setup.client()
                .revision(eras.client())
                .onElicitation(_ -> {
                    bothAsked.countDown();
                    assertThat(bothAsked.await(20, TimeUnit.SECONDS)).isTrue();
                    return Answer.accept(Map.of("name", name));
                })
                .connect();
    }

    @ParameterizedTest
    @MethodSource("all")
    void scenario15ProgressAndScenario14LogsReachTheCallThatCausedThem(Eras eras) throws Exception {
        var logged = new ConcurrentLinkedQueue<String>();
        var progress = new ConcurrentLinkedQueue<Double>();
        try (var setup = setup(eras);
                var client =
                        setup.client("Alice")
                                .revision(eras.client())
                                .onLog(message -> logged.add(message.text()))
                                .connect()) {
            var options = RequestOptions.NONE.withProgress(told -> progress.add(told.progress()));
            client.startTool("progress", Map.of(), options).await();
            assertThat(List.copyOf(progress)).hasSizeGreaterThan(1).isSorted();
            client.callTool("log", Map.of("level", "error", "data", "x"));
            assertThat(logged).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void scenario11RootsAreThoseOfTheClientThatCalls(Eras eras) throws Exception {
        try (var setup = setup(eras);
                var client =
                        setup.client()
                                .revision(eras.client())
                                .roots(Root.of("file:///mine"))
                                .connect()) {
            assertThat(client.callTool("roots").text()).contains("file:///mine");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void scenario19APromptMayAskAsWell(Eras eras) throws Exception {
        try (var setup = setup(eras);
                var client =
                        setup.client()
                                .revision(eras.client())
                                .onSampling(_ -> SamplingResult.text("model", "said"))
                                .connect()) {
            assertThat(client.prompt("asking").toString()).contains("said");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void scenario72ManyCallsOfOneClientAskAtOnce(Eras eras) throws Exception {
        var asked = new AtomicInteger();
        try (var setup = setup(eras);
                var client =
                        setup.client()
                                .revision(eras.client())
                                .onElicitation(_ ->
                                        Answer.accept(
                                                Map.of("name", "n" + asked.incrementAndGet())))
                                .connect()) {
            var pending = new ArrayList<Pending<CallResult>>();
            for (int i = 0; i < 20; i++) {
                pending.add(client.startTool("greet", Map.of(), RequestOptions.NONE));
            }
            var greetings = pending.stream().map(call -> call.await().text()).toList();
            assertThat(greetings).doesNotHaveDuplicates().hasSize(20);
            assertThat(greetings).allMatch(text -> text.startsWith("Hello, n"));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void scenario61ACallThatIsTakenBackIsTakenBackAtTheBackend(Eras eras) throws Exception {
        var begun = new CountDownLatch(1);
        try (var setup = setup(eras);
                var client = setup.client("Alice").revision(eras.client()).connect()) {
            var options = RequestOptions.progress(_ -> begun.countDown());
            var held = client.startTool("hold", Map.of("gate", "g"), options);
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            held.cancel("bored");
            assertThat(client.callTool("await", Map.of("gate", "g.cancelled")).isError()).isFalse();
        }
    }
}
