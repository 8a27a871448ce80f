package io.tieline.stdio;

import static io.tieline.stdio.FrontRig.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget;
import io.tieline.session.Observer;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.Notification;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How the session on our stdin and stdout ends, and what a client that does not read brings on. */
class StdioFrontEndTest {

    private static final int MIB = 1024 * 1024;

    @Test
    void aClientThatPipesItsRequestsAndLeavesGetsItsAnswers() {
        try (var client = new FrontRig()) {
            client.service.slowToOpen = true;
            client.send(FrontRig.initialize("2025-11-25"), request("1", "hold", "{}"));
            client.send(request("2", "echo", "{}"));
            client.closeInput();
            FrontService.welcome(client.held());
            assertThat(client.next().get("id")).hasToString("0");
            assertThat(client.next().get("id")).hasToString("2");
            client.held().finish(Json.EMPTY_OBJECT);
            assertThat(client.next().get("id")).hasToString("1");
            assertThat(client.isAtEnd()).isTrue();
            client.awaitEnd();
            FrontRig.await(client.service.closed);
        }
    }

    @Test
    void whatPassesWhileTheClientLeavesIsAnswered() {
        try (var client = new FrontRig()) {
            client.service.slowToOpen = true;
            client.send(FrontRig.initialize("2025-11-25"), request("1", "echo", "{}"));
            client.send(request("2", "ping", "{}"));
            assertThat(client.next().get("id")).hasToString("2");
            var initialize = client.held();
            // The end is noticed on the strand just before what was held back gets there.
            initialize
                    .client()
                    .strand()
                    .run(() -> {
                        client.front.inputEnded();
                        FrontService.welcome(initialize);
                    });
            assertThat(client.next().get("id")).hasToString("0");
            assertThat(client.next().get("id")).hasToString("1");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void aClientThatLeavesWithNothingInFlightEndsTheSessionAtOnce() {
        try (var client = FrontRig.open()) {
            client.closeInput();
            assertThat(client.isAtEnd()).isTrue();
            client.awaitEnd();
        }
    }

    @Test
    void aClientThatSaysNothingAndLeavesEndsTheSessionAtOnce() {
        try (var client = new FrontRig()) {
            client.closeInput();
            client.awaitEnd();
        }
    }

    @Test
    void whatIsNotAnsweredInTimeAfterTheClientLeftFails() {
        var settings = StdioSettings.DEFAULT.withLastAnswers(Duration.ofMillis(200));
        try (var client = FrontRig.open("2025-11-25", settings)) {
            client.send(request("1", "hold", "{}"));
            client.held();
            client.closeInput();
            assertThat(client.next().at("error", "code")).hasToString("-31005");
            assertThat(client.isAtEnd()).isTrue();
            FrontRig.await(client.service.closed);
        }
    }

    @Test
    void aQuestionThatTheClientLeftOpenIsSettled() {
        try (var client = FrontRig.open()) {
            client.send(request("1", "ask", "{}"));
            client.next();
            client.closeInput();
            var answer = client.next();
            assertThat(answer.at("result", "answer", "error", "code")).hasToString("-31006");
        }
    }

    @Test
    void drainingRefusesNewRequestsAndWaitsForTheOthers() {
        try (var client = FrontRig.open()) {
            client.send(request("1", "hold", "{}"));
            var held = client.held();
            client.front.drain();
            client.send(request("2", "echo", "{}"));
            var refusal = client.next();
            assertThat(refusal.get("id")).hasToString("2");
            assertThat(refusal.at("error", "code")).hasToString("-31005");
            assertThat(client.front.closed().toCompletableFuture()).isNotDone();
            held.finish(Json.EMPTY_OBJECT);
            assertThat(client.next().get("id")).hasToString("1");
            assertThat(client.isAtEnd()).isTrue();
            client.awaitEnd();
        }
    }

    @Test
    void closingFailsWhatIsInFlight() {
        try (var client = FrontRig.open()) {
            client.send(request("1", "hold", "{}"), request("2", "hold", "{}"));
            client.held();
            client.held();
            client.front.close();
            client.front.close();
            assertThat(client.next().at("error", "code")).hasToString("-31005");
            assertThat(client.next().at("error", "code")).hasToString("-31005");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void aClientThatReadsTooSlowlyPressesItsCallsUntilItCatchesUp() {
        try (var client = FrontRig.open()) {
            client.send(request("1", "hold", "{}"));
            var held = client.held();
            client.send(request("2", "echo", payload(3 * MIB / 2)));
            assertThat(FrontRig.take(client.service.pressure)).isTrue();
            assertThat(client.next().get("id")).hasToString("2");
            assertThat(FrontRig.take(client.service.pressure)).isFalse();
            held.finish(Json.EMPTY_OBJECT);
            assertThat(client.next().get("id")).hasToString("1");
        }
    }

    @Test
    void aStormBeyondTheBoundLosesLogMessagesButNoAnswer() {
        var settings =
                StdioSettings.DEFAULT
                        .withLimits(new Limits(MIB, 64, 100))
                        .withMaxQueuedBytes(4 * MIB);
        try (var client = FrontRig.open("2025-11-25", settings)) {
            client.send(request("1", "storm", payload(10_000)));
            int told = 0;
            for (var line = client.next(); line.get("id") == null; line = client.next()) {
                told++;
            }
            assertThat(told).isBetween(100, 900);
            assertThat(client.observer.count(Observer.Count.NOTIFICATION_DROPPED))
                    .isEqualTo(1000 - told);
        }
    }

    @Test
    void aClientThatNeverReadsIsGivenUp() {
        var settings = StdioSettings.DEFAULT.withWriteStall(Duration.ofMillis(300));
        try (var client = FrontRig.open("2025-11-25", settings)) {
            client.send(request("1", "hold", "{}"), request("2", "echo", payload(MIB)));
            FrontRig.await(client.service.cancelled);
            FrontRig.await(client.service.closed);
            client.awaitEnd();
        }
    }

    @Test
    void aClientThatLetsTooMuchGatherIsGivenUp() {
        var settings =
                StdioSettings.DEFAULT
                        .withLimits(new Limits(MIB, 64, 100))
                        .withMaxQueuedBytes(2 * MIB);
        try (var client = FrontRig.open("2025-11-25", settings)) {
            for (int i = 0; i < 3; i++) {
                client.send(request(Integer.toString(i), "echo", payload(3 * MIB / 4)));
            }
            FrontRig.await(client.service.closed);
            client.awaitEnd();
        }
    }

    @Test
    void aFloodOfNewsToAClientThatReadsNothingIsBoundedByItsAccount() {
        var budget = new Budget(16L * MIB);
        try (var client = FrontRig.open("2025-11-25", StdioSettings.DEFAULT, budget)) {
            var session = client.service.session.join();
            var news = Notification.of("notifications/x", Json.object("x", "y".repeat(3_900)));
            long most = 0;
            for (int i = 0; i < 10_000; i++) {
                var told = new CountDownLatch(1);
                session.tell(news);
                session.strand().run(told::countDown);
                FrontRig.await(told);
                most = Math.max(most, budget.used());
            }
            assertThat(most).isBetween(7L * MIB, 9L * MIB);
            FrontRig.await(client.service.closed);
            client.awaitEnd();
        }
    }

    @Test
    void aClientThatReadsHasItsAnswerAlsoWhereThereIsNoMoreRoom() {
        var budget = new Budget(8L * MIB);
        try (var client = FrontRig.open("2025-11-25", StdioSettings.DEFAULT, budget)) {
            client.send(request("1", "echo", payload(3 * MIB / 2)));
            assertThat(client.next().get("result")).isNotNull();
        }
    }

    @Test
    void aClientThatClosesItsReadingSideIsGivenUp() {
        try (var client = FrontRig.open()) {
            client.send(request("1", "hold", "{}"));
            client.held();
            client.closeOutput();
            client.send(request("2", "echo", "{}"));
            FrontRig.await(client.service.cancelled);
            client.awaitEnd();
        }
    }

    private static String payload(int size) {
        return "{\"payload\":\"" + "x".repeat(size) + "\"}";
    }
}
