package io.tieline.stdio;

import static io.tieline.stdio.FrontRig.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Observer;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.Notification;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a client on our stdin and stdout is served. */
class StdioFrontTest {

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
    void aRequestIsAnsweredUnderItsOwnId(String revision) {
        try (var client = FrontRig.open(revision, StdioSettings.DEFAULT)) {
            client.send(request("\"1\"", "echo", "{\"n\":1}"));
            client.send(request("9007199254740993", "echo", "{\"n\":2}"));
            assertThat(client.next().get("id")).hasToString("\"1\"");
            assertThat(client.next().get("id")).hasToString("9007199254740993");
        }
    }

    @Test
    void aQuestionGoesOutInTheMiddleOfItsCallAndItsAnswerComesBack() {
        try (var client = FrontRig.open()) {
            client.send(request("1", "ask", "{}"));
            var question = client.next();
            assertThat(question.text("method")).isEqualTo("elicitation/create");
            client.send(
                    "{\"jsonrpc\":\"2.0\",\"id\":"
                            + question.get("id")
                            + ",\"result\":{\"action\":\"accept\"}}");
            var answer = client.next();
            assertThat(answer.get("id")).hasToString("1");
            assertThat(answer.text("result", "answer", "result", "action")).isEqualTo("accept");
        }
    }

    @Test
    void whatBelongsToNoRequestComesOnTheSameChannelAndNeverBeforeTheHandshake() {
        try (var client = new FrontRig()) {
            client.service.session.join().tell(notification("notifications/tools/list_changed"));
            client.send(FrontRig.initialize("2025-11-25"));
            assertThat(client.next().get("result")).isNotNull();
            assertThat(client.next().text("method")).isEqualTo("notifications/tools/list_changed");
        }
    }

    @Test
    void aCancelledRequestGetsNoAnswer() {
        try (var client = FrontRig.open()) {
            client.send(request("1", "hold", "{}"));
            var held = client.held();
            client.send(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");
            FrontRig.await(client.service.cancelled);
            held.finish(Json.EMPTY_OBJECT);
            client.send(request("2", "echo", "{}"));
            assertThat(client.next().get("id")).hasToString("2");
        }
    }

    @Test
    void whatIsSentBehindInitializeWaitsForItsAnswer() {
        try (var client = new FrontRig()) {
            client.service.slowToOpen = true;
            client.send(
                    FrontRig.initialize("2025-11-25"),
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                    request("1", "echo", "{}"),
                    request("2", "ping", "{}"));
            assertThat(client.next().get("id")).hasToString("2");
            assertThat(client.service.noted).isEmpty();
            FrontService.welcome(client.held());
            assertThat(client.next().get("id")).hasToString("0");
            assertThat(client.next().get("id")).hasToString("1");
            assertThat(client.service.noted).containsExactly("notifications/initialized");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense                                                    | -32700 | null",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"echo\",\"params\":[]} | -32600 | 7",
                "{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"echo\"}              | -32600 | 7",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"echo\"}            | -32600 | null",
                "[]                                                          | -32600 | null",
                "[1]                                                         | -32600 | null"
            })
    void aMalformedLineIsAnsweredAndTheNextOneIsRead(String line, int code, String id) {
        try (var client = FrontRig.open()) {
            client.send(line, "", request("8", "echo", "{}"));
            var refusal = client.next();
            assertThat(refusal.at("error", "code")).hasToString(Integer.toString(code));
            assertThat(refusal.get("id")).hasToString(id);
            assertThat(client.next().get("id")).hasToString("8");
            assertThat(client.observer.count(Observer.Count.MALFORMED)).isPositive();
        }
    }

    @Test
    void aLineBeyondTheLimitIsAnsweredAndTheNextOneIsRead() {
        var settings = StdioSettings.DEFAULT.withLimits(new Limits(1000, 64, 100));
        try (var client = FrontRig.open("2025-11-25", settings)) {
            client.send(request("1", "echo", "\"" + "x".repeat(1_000_000) + "\""));
            client.send(request("2", "echo", "{}"));
            // The other lines that came with its end are read first.
            var answers = List.of(client.next(), client.next());
            assertThat(answers)
                    .anySatisfy(refusal -> {
                        assertThat(refusal.get("id")).hasToString("1");
                        assertThat(refusal.at("error", "code")).hasToString("-32700");
                        assertThat(refusal.text("error", "message")).contains("--max-message");
                    })
                    .anySatisfy(answer -> assertThat(answer.get("id")).hasToString("2"));
        }
    }

    @Test
    void aMalformedAnswerSettlesItsQuestion() {
        try (var client = FrontRig.open()) {
            client.send(request("1", "ask", "{}"));
            var id = client.next().get("id");
            client.send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":\"no object\"}");
            var answer = client.next();
            assertThat(answer.get("id")).hasToString("1");
            assertThat(answer.at("result", "answer", "error", "code")).hasToString("-32600");
        }
    }

    @Test
    void aBatchIsAnsweredAsOneInTheRevisionThatHasThem() {
        try (var client = FrontRig.open("2025-03-26", StdioSettings.DEFAULT)) {
            client.send(
                    "["
                            + request("1", "hold", "{}")
                            + ",{\"jsonrpc\":\"2.0\",\"method\":\"noted\"},"
                            + request("2", "echo", "{}")
                            + ","
                            + request("3", "ping", "{}")
                            + "]");
            client.held().finish(Json.EMPTY_OBJECT);
            var ids = client.next().elements().stream().map(answer -> answer.get("id")).toList();
            assertThat(ids).map(String::valueOf).containsExactlyInAnyOrder("1", "2", "3");
            assertThat(client.service.noted).containsExactly("noted");
        }
    }

    @Test
    void aBatchOfNotificationsIsNotAnswered() {
        try (var client = FrontRig.open("2025-03-26", StdioSettings.DEFAULT)) {
            client.send("[{\"jsonrpc\":\"2.0\",\"method\":\"noted\"}]", request("1", "echo", "{}"));
            assertThat(client.next().get("id")).hasToString("1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-06-18", "2025-11-25"})
    void aBatchIsRefusedInTheOthers(String revision) {
        try (var client = FrontRig.open(revision, StdioSettings.DEFAULT)) {
            client.send("[" + request("1", "echo", "{}") + "]");
            var refusal = client.next();
            assertThat(refusal.get("id")).hasToString("null");
            assertThat(refusal.at("error", "code")).hasToString("-32600");
            assertThat(refusal.text("error", "message")).contains("2025-03-26");
        }
    }

    @Test
    void aBatchWithInitializeIsRefused() {
        try (var client = new FrontRig()) {
            client.send("[" + FrontRig.initialize("2025-03-26") + "]");
            assertThat(client.next().at("error", "code")).hasToString("-32600");
        }
    }

    private static Notification notification(String method) {
        return Notification.of(method, null);
    }
}
