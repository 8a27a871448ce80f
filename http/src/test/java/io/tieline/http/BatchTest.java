package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Observer;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several messages in one POST, as revision 2025-03-26 has them and no other. */
final class BatchTest {

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String batch(String... messages) {
        return "[" + String.join(",", messages) + "]";
    }

    @Test
    void answersThatComeAtOnceComeAsOneArray() {
        var session = fixture.session(Revision.V2025_03_26);
        var answer =
                session.post(batch(Fixture.request(1, "echo"), Fixture.request("b", "echo")))
                        .answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().elements()).hasSize(2);
        assertThat(answer.json().elements().get(1).text("id")).isEqualTo("b");
    }

    @Test
    void oneRequestInABatchIsAnsweredWithAnArrayOfOne() {
        var session = fixture.session(Revision.V2025_03_26);
        var answer =
                session.post(
                                batch(
                                        Fixture.notification("notifications/initialized"),
                                        Fixture.request(1, "echo")))
                        .answer();
        assertThat(answer.json().elements()).hasSize(1);
        assertThat(fixture.service.notified().method()).isEqualTo("notifications/initialized");
    }

    @Test
    void aBatchWithoutRequestsIsAccepted() {
        var session = fixture.session(Revision.V2025_03_26);
        var answer =
                session.post(batch(Fixture.notification("a"), Fixture.notification("b"))).answer();
        assertThat(answer.status()).isEqualTo(202);
        assertThat(fixture.service.notified().method()).isEqualTo("a");
        assertThat(fixture.service.notified().method()).isEqualTo("b");
    }

    @Test
    void theRequestsOfABatchShareAStreamThatEndsWithTheLastAnswer() {
        var session = fixture.session(Revision.V2025_03_26);
        var client = session.post(batch(Fixture.request(1, "slow"), Fixture.request(2, "slow")));
        var one = fixture.service.held();
        var two = fixture.service.held();
        two.tell(ScriptedService.log("of two"));
        two.finish(Json.EMPTY_OBJECT);
        one.tell(ScriptedService.log("of one"));
        one.finish(Json.EMPTY_OBJECT);
        assertThat(client.head().streams()).isTrue();
        assertThat(client.message()).isEqualTo(ScriptedService.log("of two").json());
        assertThat(client.message().get("id")).hasToString("2");
        assertThat(client.message()).isEqualTo(ScriptedService.log("of one").json());
        assertThat(client.message().get("id")).hasToString("1");
        assertThat(client.ends()).isTrue();
    }

    /** Requests and what is no message; an answer is never answered. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"jsonrpc":"2.0","id":7,"method":"x","params":NaN} | 7    | -32700
                    {"jsonrpc":"2.0","id":7,"method":"x","params":1}   | 7    | -32600
                    {"jsonrpc":"2.0","method":"x","params":NaN}        | null | -32700
                    {"jsonrpc":"1.0"}                                  | null | -32600
                    """)
    void oneThatCannotBeReadIsAnsweredBesideTheOthers(String bad, String id, int code) {
        var session = fixture.session(Revision.V2025_03_26);
        var answer = session.post(batch(bad, Fixture.request(1, "echo"))).answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().elements()).hasSize(2);
        assertThat(answer.json().elements().getFirst().get("id")).hasToString("1");
        var refusal = answer.json().elements().getLast();
        assertThat(refusal.get("id")).hasToString(id);
        assertThat(refusal.at("error", "code")).hasToString(String.valueOf(code));
        assertThat(fixture.counts).containsExactly(Observer.Count.MALFORMED);
    }

    @Test
    void aNotificationIsTakenAndWhatIsNoneBesideItIsAnswered() {
        var session = fixture.session(Revision.V2025_03_26);
        var answer = session.post(batch(Fixture.notification("a"), "{}", "[]")).answer();
        assertThat(fixture.service.notified().method()).isEqualTo("a");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().elements()).hasSize(2);
    }

    @Test
    void aBatchOfWhichNothingCanBeReadIsRefused() {
        var session = fixture.session(Revision.V2025_03_26);
        var answer = session.post(batch("{}", "{\"jsonrpc\":\"2.0\",\"id\":1}")).answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    /** It gets no better one, and whoever asked need not wait for a time limit. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerThatCannotBeReadFailsItsQuestionAtOnce(boolean inBatch) throws Exception {
        var session = fixture.session(Revision.V2025_03_26);
        var client = session.post(Fixture.request(1, "slow"));
        var exchange = fixture.service.held();
        var failed = ScriptedService.ask(exchange, "?");
        assertThat(client.head().streams()).isTrue();
        var id = client.message().get("id");
        var bad = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":NaN}";
        var body = inBatch ? batch(bad, Fixture.notification("a")) : bad;
        assertThat(session.post(body).answer().status()).isEqualTo(inBatch ? 202 : 400);
        assertThat(failed.get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure ->
                                assertThat(failure.error().code())
                                        .isEqualTo(ErrorCode.PARSE_ERROR));
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.message().get("id")).hasToString("1");
    }

    @ParameterizedTest
    @EnumSource(value = Revision.class, mode = EnumSource.Mode.EXCLUDE, names = "V2025_03_26")
    void otherRevisionsHaveNone(Revision revision) {
        var answer = fixture.session(revision).post(batch(Fixture.request(1, "echo"))).answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void aSessionCannotBeginInABatch() {
        var client = fixture.connect();
        client.request(
                "POST",
                "/mcp",
                batch(Fixture.initialize("2025-03-26", "test")),
                Fixture.JSON,
                Fixture.BOTH);
        assertThat(client.answer().status()).isEqualTo(400);
        assertThat(fixture.listener.sessions().size()).isZero();
    }

    @Test
    void anEmptyBatchIsNoBatch() {
        var answer = fixture.session(Revision.V2025_03_26).post("[]").answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }
}
