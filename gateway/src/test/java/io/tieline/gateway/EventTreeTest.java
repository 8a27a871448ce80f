package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Observer.Outcome;
import io.tieline.testkit.peers.RecordedExchange;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Result;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an observer is told of one request, under which everything of it stands. */
@Timeout(20)
final class EventTreeTest {

    private static final Duration MOMENT = Duration.ofMillis(200);

    private static final GatewaySettings SHARED =
            GatewaySettings.DEFAULT.withSessions(SessionPolicy.SHARED);

    /** Asks once, and answers with what it was told. */
    private static void ask(ScriptedServer server) {
        server.tool("book", call -> call.elicit("Which seat?", answer -> call.answer("booked")));
    }

    private static Outcome outcome(RecordedExchange exchange) {
        return Objects.requireNonNull(exchange.ending()).outcome();
    }

    @Test
    void aPlainCallIsRoutedLeavesReturnsAndIsFinished() {
        try (var world = GatewayWorld.stateful(GatewaySettings.DEFAULT)) {
            world.client().call("echo").result();
            var call = world.observer.call("echo");
            assertThat(call.events())
                    .containsExactly(
                            "routed scripted",
                            "left scripted",
                            "returned scripted",
                            "finished RESULT");
            assertThat(call.session()).isNotEmpty();
            assertThat(Objects.requireNonNull(call.ending()).response()).isInstanceOf(Result.class);
        }
    }

    @Test
    void theHandshakeIsARequestLikeAnyOther() {
        try (var world = GatewayWorld.stateful(GatewaySettings.DEFAULT)) {
            var _ = world.client();
            assertThat(world.observer.exchanges())
                    .singleElement()
                    .satisfies(greeting -> {
                        assertThat(greeting.request().method()).isEqualTo(Method.INITIALIZE);
                        assertThat(greeting.events()).containsExactly("finished RESULT");
                    });
        }
    }

    @Test
    void aQuestionStandsInItsCall() {
        try (var world = GatewayWorld.stateful(GatewaySettings.DEFAULT)) {
            ask(world.server);
            var call = world.client().call("book");
            call.question().accept(Json.EMPTY_OBJECT);
            assertThat(world.observer.call("book").events())
                    .containsExactly(
                            "routed scripted",
                            "left scripted",
                            "asked elicitation/create by scripted",
                            "answered elicitation/create",
                            "returned scripted",
                            "finished RESULT");
        }
    }

    @Test
    void questionsOfTwoClientsInASharedSessionStandInTheirOwnCalls() {
        try (var world =
                new GatewayWorld(ScriptedServer.stateful().tool("hold", _ -> {}), SHARED)) {
            ask(world.server);
            var first = world.client().call("book");
            var second = world.client().call("hold");
            first.question().accept(Json.EMPTY_OBJECT);
            world.server.call("hold").answer("done");
            assertThat(second.text()).isEqualTo("done");
            assertThat(world.observer.call("book").events())
                    .contains(
                            "asked elicitation/create by scripted", "answered elicitation/create");
            assertThat(world.observer.call("hold").events())
                    .containsExactly(
                            "routed scripted",
                            "left scripted",
                            "returned scripted",
                            "finished RESULT");
        }
    }

    @Test
    void aParkedRequestIsOneExchangeOfSeveralRounds() {
        try (var world = GatewayWorld.stateful(GatewaySettings.DEFAULT)) {
            ask(world.server);
            var call = world.statelessClient().call("book");
            world.clock.advance(MOMENT);
            call.question().accept(Json.EMPTY_OBJECT);
            assertThat(call.text()).isEqualTo("booked");
            var seen = world.observer.call("book");
            assertThat(seen.events())
                    .containsExactly(
                            "routed scripted",
                            "left scripted",
                            "asked elicitation/create by scripted",
                            "parked 1",
                            "resumed 1",
                            "answered elicitation/create",
                            "returned scripted",
                            "finished RESULT");
            assertThat(seen.session()).isEmpty();
        }
    }

    @Test
    void aServerThatAsksInItsResultIsCalledAgainByTheSameCall() {
        try (var world = GatewayWorld.stateless(GatewaySettings.DEFAULT)) {
            world.server.tool(
                    "book",
                    call -> {
                        if (call.params().get("inputResponses") == null) {
                            call.requireForms("state", "seat");
                        } else {
                            call.answer("booked");
                        }
                    });
            var call = world.client().call("book");
            call.question().accept(Json.EMPTY_OBJECT);
            assertThat(world.observer.call("book").events())
                    .containsExactly(
                            "routed scripted",
                            "left scripted",
                            "asked elicitation/create by scripted",
                            "answered elicitation/create",
                            "left scripted",
                            "returned scripted",
                            "finished RESULT");
        }
    }

    @Test
    void whatTheClientIsToldStandsInItsCall() {
        try (var world = GatewayWorld.stateful(GatewaySettings.DEFAULT)) {
            world.server.tool(
                    "slow",
                    call -> {
                        call.log("info", "half");
                        call.answer("done");
                    });
            world.client().call("slow").result();
            assertThat(world.observer.call("slow").events())
                    .containsSubsequence("told notifications/message", "finished RESULT");
        }
    }

    @Test
    void aClientThatTakesItsRequestBackEndsItAndTheQuestionWithIt() {
        try (var world = GatewayWorld.stateful(GatewaySettings.DEFAULT)) {
            ask(world.server);
            var call = world.client().call("book");
            var _ = call.question();
            call.cancel("enough");
            var seen = world.observer.call("book");
            assertThat(outcome(seen)).isEqualTo(Outcome.CANCELLED);
            assertThat(seen.events()).endsWith("finished CANCELLED");
            assertThat(seen.events()).filteredOn(event -> event.startsWith("finished")).hasSize(1);
        }
    }

    @Test
    void aServerThatDiesFailsItsCall() {
        try (var world = GatewayWorld.stateful(GatewaySettings.DEFAULT)) {
            world.server.tool("hold", _ -> {});
            var call = world.client().call("hold");
            world.server.crash("killed");
            assertThat(call.error().message()).contains("killed");
            assertThat(world.observer.call("hold").events())
                    .endsWith("failed scripted", "finished ERROR");
        }
    }

    @Test
    void anAnswerThatIsKnownNeedsNoCall() {
        try (var world = GatewayWorld.stateless(GatewaySettings.DEFAULT)) {
            world.server.on(
                    Method.TOOLS_LIST,
                    request ->
                            request.answer(
                                    Json.of(
                                            """
                                            {"tools":[],"ttlMs":60000,"cacheScope":"public"}\
                                            """)));
            var client = world.client();
            client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result();
            client.request(Method.TOOLS_LIST, Json.EMPTY_OBJECT).result();
            assertThat(world.observer.exchanges().getLast().events())
                    .containsExactly("finished RESULT");
        }
    }
}
