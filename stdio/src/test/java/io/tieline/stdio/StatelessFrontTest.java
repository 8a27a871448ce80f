package io.tieline.stdio;

import static io.tieline.stdio.FrontRig.request;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.client.Subscription;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How requests of the stateless era are served on our stdin and stdout, beside a session or not.
 */
class StatelessFrontTest {

    private static final String CHANGED = "notifications/tools/list_changed";

    private static String modern(String id, String method, String members) {
        return modern(id, method, members, "2026-07-28");
    }

    private static String modern(String id, String method, String members, String revision) {
        var envelope =
                "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\""
                        + revision
                        + "\",\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{}}}";
        return request(id, method, "{" + members + (members.isEmpty() ? "" : ",") + envelope + "}");
    }

    private static String cancelled(String id) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
                + id
                + ",\"reason\":\"bored\"}}";
    }

    @Test
    void aRequestThatStandsForItselfNeedsNoHandshake() {
        try (var client = new FrontRig()) {
            client.send(modern("0", "echo", "\"n\":1"));
            var answer = client.next();
            assertThat(answer.get("id")).hasToString("0");
            assertThat(answer.text("result", "resultType")).isEqualTo("complete");
        }
    }

    @Test
    void bothErasAreServedAtTheSameTime() {
        try (var client = FrontRig.open()) {
            client.send(request("1", "hold", "{}"), modern("2", "hold", ""));
            var old = client.held();
            var young = client.held();
            client.send(request("3", "echo", "{}"), modern("4", "echo", ""));
            assertThat(client.next().text("result", "resultType")).isNull();
            assertThat(client.next().text("result", "resultType")).isEqualTo("complete");
            young.finish(Json.EMPTY_OBJECT);
            assertThat(client.next().get("id")).hasToString("2");
            old.finish(Json.EMPTY_OBJECT);
            assertThat(client.next().get("id")).hasToString("1");
        }
    }

    @Test
    void aRequestThatStandsForItselfDoesNotWaitForTheHandshake() {
        try (var client = new FrontRig()) {
            client.service.slowToOpen = true;
            client.send(FrontRig.initialize("2025-11-25"), request("1", "echo", "{}"));
            client.send(modern("2", "echo", ""));
            assertThat(client.next().get("id")).hasToString("2");
            FrontService.welcome(client.held());
            assertThat(client.next().get("id")).hasToString("0");
            assertThat(client.next().get("id")).hasToString("1");
        }
    }

    @Test
    void aQuestionIsAResultAndTheRetryBringsTheAnswer() {
        try (var client = new FrontRig()) {
            client.send(modern("1", "tools/call", ""));
            var asked = requireNonNull(client.next().get("result"));
            assertThat(asked.text("resultType")).isEqualTo("input_required");
            var key = requireNonNull(asked.get("inputRequests")).members().getFirst().name();
            client.send(
                    modern(
                            "2",
                            "tools/call",
                            "\"inputResponses\":{\""
                                    + key
                                    + "\":{\"action\":\"accept\"}},\"requestState\":"
                                    + asked.get("requestState")));
            var answer = client.next();
            assertThat(answer.get("id")).hasToString("2");
            assertThat(answer.text("result", "answer", "result", "action")).isEqualTo("accept");
        }
    }

    private static String retry(String id, Json asked) {
        var key = requireNonNull(asked.get("inputRequests")).members().getFirst().name();
        return modern(
                id,
                "tools/call",
                "\"inputResponses\":{\""
                        + key
                        + "\":{\"action\":\"accept\"}},\"requestState\":"
                        + asked.get("requestState"));
    }

    @Test
    void drainingWaitsForOneThatComesBackWithAnswers() {
        try (var client = new FrontRig()) {
            client.send(modern("1", "tools/call", ""));
            var asked = requireNonNull(client.next().get("result"));
            client.front.drain();
            client.send(modern("2", "echo", ""));
            assertThat(client.next().at("error", "code")).hasToString("-31005");
            assertThat(client.front.closed().toCompletableFuture()).isNotDone();
            client.send(retry("3", asked));
            assertThat(client.next().text("result", "answer", "result", "action"))
                    .isEqualTo("accept");
            assertThat(client.isAtEnd()).isTrue();
            client.awaitEnd();
        }
    }

    @Test
    void drainingWaitsForItNoLongerThanForOthers() {
        var impatient = StdioSettings.DEFAULT.withLastAnswers(Duration.ofMillis(50));
        try (var client = new FrontRig(impatient)) {
            client.send(modern("1", "tools/call", ""));
            client.next();
            client.front.drain();
            assertThat(client.isAtEnd()).isTrue();
            client.awaitEnd();
        }
    }

    @Test
    void nobodyComesBackOnceTheInputHasEnded() {
        try (var client = new FrontRig()) {
            client.send(modern("1", "tools/call", ""));
            client.next();
            client.closeInput();
            assertThat(client.isAtEnd()).isTrue();
            client.awaitEnd();
        }
    }

    @Test
    void whatIsWrongWithARequestIsItsAnswer() {
        try (var client = new FrontRig()) {
            client.send(modern("1", "echo", "", "2099-01-01"));
            var unsupported = client.next();
            assertThat(unsupported.get("id")).hasToString("1");
            assertThat(unsupported.at("error", "code")).hasToString("-32022");
            client.send(modern("2", "initialize", ""));
            assertThat(client.next().at("error", "code")).hasToString("-32601");
            client.send(modern("2", "echo", ""));
            assertThat(client.next().get("result")).isNotNull();
        }
    }

    @Test
    void aCancelledRequestEndsWithTheReasonAndWithoutAnAnswer() {
        try (var client = FrontRig.open()) {
            client.send(modern("\"a\"", "hold", ""), cancelled("\"a\""));
            assertThat(FrontRig.take(client.service.reasons)).isEqualTo("\"bored\"");
            client.held().finish(Json.EMPTY_OBJECT);
            client.send(modern("\"a\"", "echo", ""));
            assertThat(client.next().text("result", "resultType")).isEqualTo("complete");
        }
    }

    @Test
    void aCancellationReachesTheRequestItNamesAndNoOther() {
        try (var client = FrontRig.open()) {
            client.send(request("1", "hold", "{}"), modern("\"1\"", "hold", ""));
            var old = client.held();
            var young = client.held();
            client.send(cancelled("1"));
            assertThat(FrontRig.take(client.service.reasons)).isEqualTo("\"bored\"");
            old.finish(Json.EMPTY_OBJECT);
            young.finish(Json.EMPTY_OBJECT);
            assertThat(client.next().get("id")).hasToString("\"1\"");
        }
    }

    /** An id may be taken again when its request is over, but not before. */
    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void anIdIsInUseUntilItsRequestIsAnswered(boolean firstModern, boolean secondModern) {
        try (var client = FrontRig.open()) {
            client.send(firstModern ? modern("7", "hold", "") : request("7", "hold", "{}"));
            var held = client.held();
            var second = secondModern ? modern("7", "echo", "") : request("7", "echo", "{}");
            client.send(second, second);
            for (int i = 0; i < 2; i++) {
                var refusal = client.next();
                assertThat(refusal.get("id")).hasToString("7");
                assertThat(refusal.at("error", "code")).hasToString("-32600");
            }
            held.finish(Json.EMPTY_OBJECT);
            assertThat(client.next().get("result")).isNotNull();
            client.send(second);
            assertThat(client.next().get("result")).isNotNull();
        }
    }

    private static Subscription listen(FrontRig client) {
        client.send(
                modern(
                        "\"l\"",
                        "subscriptions/listen",
                        "\"notifications\":{\"toolsListChanged\":true}"));
        var subscription = new Subscription(client.held());
        subscription.acknowledge(Json.of("{\"tools\":{\"listChanged\":true}}"));
        var acknowledged = client.next();
        assertThat(acknowledged.text("method"))
                .isEqualTo("notifications/subscriptions/acknowledged");
        assertThat(subscription(acknowledged)).isEqualTo("l");
        return subscription;
    }

    private static @Nullable String subscription(Json notification) {
        return notification.text("params", "_meta", "io.modelcontextprotocol/subscriptionId");
    }

    @Test
    void whoListensHearsUnderTheIdOfItsRequestUntilItTakesThatBack() {
        try (var client = FrontRig.open()) {
            var subscription = listen(client);
            subscription.offer(Notification.of(CHANGED, null));
            var changed = client.next();
            assertThat(changed.text("method")).isEqualTo(CHANGED);
            assertThat(subscription(changed)).isEqualTo("l");
            client.send(cancelled("\"l\""));
            FrontRig.await(client.service.cancelled);
            subscription.offer(Notification.of(CHANGED, null));
            client.send(modern("2", "echo", ""));
            assertThat(client.next().get("id")).hasToString("2");
        }
    }

    @Test
    void aListenThatTheServerEndsIsAnsweredAndCancelled() {
        try (var client = new FrontRig()) {
            listen(client);
            client.front.drain();
            var answer = client.next();
            assertThat(answer.get("id")).hasToString("\"l\"");
            assertThat(answer.text("result", "_meta", "io.modelcontextprotocol/subscriptionId"))
                    .isEqualTo("l");
            var cancelled = client.next();
            assertThat(cancelled.text("method")).isEqualTo("notifications/cancelled");
            assertThat(cancelled.text("params", "requestId")).isEqualTo("l");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void whenTheInputEndsListeningEndsAtOnceAndTheRestMayBeAnswered() {
        try (var client = new FrontRig()) {
            listen(client);
            client.send(modern("1", "hold", ""));
            var held = client.held();
            client.closeInput();
            assertThat(client.next().get("id")).hasToString("\"l\"");
            client.next();
            assertThat(client.front.closed().toCompletableFuture()).isNotDone();
            held.finish(Json.EMPTY_OBJECT);
            assertThat(client.next().get("id")).hasToString("1");
            assertThat(client.isAtEnd()).isTrue();
            client.awaitEnd();
        }
    }

    @Test
    void whenTheInputEndsWhatWaitsForARetryIsSettled() {
        try (var client = new FrontRig()) {
            client.send(modern("1", "tools/call", ""));
            assertThat(client.next().text("result", "resultType")).isEqualTo("input_required");
            client.closeInput();
            assertThat(client.isAtEnd()).isTrue();
            client.awaitEnd();
            Rig.within(
                    Duration.ofSeconds(2),
                    "nobody waits for the retry any more",
                    () -> client.timers.pending() == 0);
        }
    }

    @Test
    void whatIsNotAnsweredInTimeAfterTheClientLeftFails() {
        var settings = StdioSettings.DEFAULT.withLastAnswers(Duration.ofMillis(200));
        try (var client = new FrontRig(settings)) {
            client.send(modern("1", "hold", ""));
            client.held();
            client.closeInput();
            assertThat(client.next().at("error", "code")).hasToString("-31005");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void closingFailsWhatIsInFlightAndNothingNewIsTaken() {
        try (var client = FrontRig.open()) {
            client.send(modern("1", "hold", ""), request("2", "hold", "{}"));
            client.held();
            client.held();
            client.front.close();
            assertThat(client.next().at("error", "code")).hasToString("-31005");
            assertThat(client.next().at("error", "code")).hasToString("-31005");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void drainingRefusesNewRequestsAndWaitsForTheOthers() {
        try (var client = new FrontRig()) {
            client.send(modern("1", "hold", ""));
            var held = client.held();
            client.front.drain();
            client.send(modern("2", "echo", ""));
            assertThat(client.next().at("error", "code")).hasToString("-31005");
            held.finish(Json.EMPTY_OBJECT);
            assertThat(client.next().get("id")).hasToString("1");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void aClientThatStopsReadingTakesItsRequestsBack() {
        try (var client = new FrontRig()) {
            client.send(modern("1", "hold", ""));
            client.held();
            client.closeOutput();
            client.send(modern("2", "echo", ""));
            FrontRig.await(client.service.cancelled);
            client.awaitEnd();
        }
    }
}
