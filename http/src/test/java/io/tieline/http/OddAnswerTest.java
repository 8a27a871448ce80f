package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static io.tieline.http.Backends.handshake;
import static io.tieline.http.Backends.initialize;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.HttpBackendSettings.Transport;
import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as real servers give them: what clients usually take is taken, the rest is explained. */
final class OddAnswerTest {

    private static final String ANSWER = answer(1, "{}");

    /** Whole responses, each of which carries the answer. */
    static final List<String> TAKEN =
            List.of(
                    "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + ANSWER,
                    "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                            + ANSWER.length()
                            + "\r\n\r\n"
                            + ANSWER,
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n\r\n"
                            + ANSWER,
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n5\r\n"
                            + ANSWER.substring(0, 5)
                            + "\r\n"
                            + Integer.toHexString(ANSWER.length() - 5)
                            + "\r\n"
                            + ANSWER.substring(5)
                            + "\r\n0\r\n\r\n",
                    "HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: "
                            + ANSWER
                            + "\n\n",
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                            + ANSWER.length()
                            + "\r\n\r\n"
                            + ANSWER
                            + "and more that nobody announced");

    private final Heard listener = new Heard();
    private final Heard called = new Heard();

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1", "HTTP/1.0"})
    void anAnswerOfTwoLengthsFailsItsCallAtOnce(String version) throws Exception {
        try (var all =
                new Backends(
                        handshake((_, reply) ->
                                reply.raw(
                                        version
                                                + " 200 OK\r\nContent-Type: application/json\r\n"
                                                + "Content-Length: "
                                                + ANSWER.length()
                                                + "\r\nContent-Length: 1\r\n\r\n"
                                                + ANSWER)))) {
            all.open(listener).request(call(1), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.BROKE_PROTOCOL);
            assertThat(failure.message()).contains("Content-Length");
            assertThat(called.nothingElse()).isTrue();
        }
    }

    /** Of HTTP/2 and of none, in another case, or with a status of other than three digits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/3.7 200 OK",
                "HTTP/2 200 OK",
                "HTTP/2.0 200 OK",
                "HTTP/0.9 200 OK",
                "HTTP/1.10 200 OK",
                "HTTP/01.1 200 OK",
                "HTTP/1 200 OK",
                "HTTP/1.x 200 OK",
                "http/1.1 200 OK",
                "HTTP/1.1",
                "HTTP/1.1 OK",
                "HTTP/1.1 -200 OK",
                "HTTP/1.1 +200 OK",
                "HTTP/1.1 0200 OK",
                "HTTP/1.1 99 OK",
                "HTTP/1.1 099 OK",
                "HTTP/1.1 1000 OK",
                "HTTP/1.1 2OO OK"
            })
    void aStatusLineOfAnotherProtocolIsNoResponse(String line) throws Exception {
        try (var all = new Backends(handshake((_, reply) -> reply.raw(beganBy(line))))) {
            all.open(listener).request(call(1), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.BROKE_PROTOCOL);
            assertThat(failure.message())
                    .endsWith("sent no valid HTTP: its status line is \"" + line + "\"");
            assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
            assertThat(called.nothingElse()).isTrue();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ICY 200 OK", "SSH-2.0-OpenSSH_9.2", "200 OK"})
    void theFirstLineOfWhatIsNoHttpIsShown(String line) throws Exception {
        var settings = HttpBackendSettings.DEFAULT.withTransport(Transport.STREAMABLE);
        try (var all = new Backends(settings, (_, reply) -> reply.raw(beganBy(line)))) {
            all.connect(listener).request(initialize(), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.BROKE_PROTOCOL);
            assertThat(failure.message())
                    .contains("its status line is \"" + line + "\"")
                    .endsWith("if it speaks TLS, its URL begins with https://");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.2 200 OK", "HTTP/1.9 200", "HTTP/1.1 200 ", "HTTP/1.1  200  OK"})
    void aLaterMinorVersionIsReadAsOurs(String line) throws Exception {
        try (var all = new Backends(handshake((_, reply) -> reply.raw(beganBy(line))))) {
            all.open(listener).request(call(1), called);
            assertThat(called.message()).isEqualTo(ANSWER);
        }
    }

    private static String beganBy(String statusLine) {
        return statusLine
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + ANSWER.length()
                + "\r\n\r\n"
                + ANSWER;
    }

    @ParameterizedTest
    @FieldSource("TAKEN")
    void theFormOfTheResponseDoesNotMatter(String response) throws Exception {
        try (var all =
                new Backends(
                        handshake((_, reply) -> {
                            reply.raw(response);
                            reply.cut();
                        }))) {
            var link = all.open(listener);
            for (int i = 0; i < 2; i++) {
                link.request(call(1), called);
                assertThat(called.message()).isEqualTo(ANSWER);
            }
            assertThat(called.nothingElse()).isTrue();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;charset=utf-8",
                "Application/JSON ; charset=\"utf-8\"",
                "application/json;",
                "application/json-rpc"
            })
    void jsonIsKnownByTheBeginningOfItsType(String type) throws Exception {
        assertIsTaken(type, ANSWER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: ANSWER\n\n",
                "data:ANSWER\n\n",
                "data: ANSWER\r\r",
                "data: ANSWER\r\n\r\n",
                "event: message\ndata: ANSWER\n\n",
                "event:message\rdata:ANSWER\r\r",
                "\ufeffdata: ANSWER\n\n",
                ": hello\n\nevent: ping\ndata: {}\n\ndata: ANSWER\n\n",
                "data: nonsense\n\ndata: {\"type\":\"hello\"}\n\ndata: ANSWER\n\n",
                "data: {\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":NaN}\n\ndata: ANSWER\n\n"
            })
    void eventsAreReadHoweverTheyAreWritten(String events) throws Exception {
        assertIsTaken("text/event-stream; charset=utf-8", events.replace("ANSWER", ANSWER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "1.0"})
    void anIdThatWasTurnedIntoSomethingElseIsStillOurs(String id) throws Exception {
        assertIsTaken("application/json", answer(id, "{}"));
        assertIsTaken("text/event-stream", "data: " + answer(id, "{}") + "\n\n");
    }

    /** Whatever else is in the batch, and wherever it stands. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":NaN}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":NaN}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":1}"
            })
    void oneOfABatchThatCannotBeReadSaysNothingOfTheAnswer(String bad) throws Exception {
        for (var batch : List.of("[" + ANSWER + "," + bad + "]", "[" + bad + "," + ANSWER + "]")) {
            assertIsTaken("application/json", batch);
            assertIsTaken("text/event-stream", "data: " + batch + "\n\n");
        }
    }

    @Test
    void aQuestionInABatchThatCannotBeReadIsAnsweredSoThatNobodyWaits() throws Exception {
        var question = "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\",\"params\":NaN}";
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            if (request.body().contains("tools/call")) {
                                reply.json("[" + question + "," + ANSWER + "]");
                            } else {
                                reply.status("202 Accepted");
                            }
                        }))) {
            all.open(listener).request(call(1), called);
            assertThat(called.message()).isEqualTo(ANSWER);
            all.server.next();
            assertThat(all.server.next().body()).contains("\"id\":9").contains("-32700");
        }
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws Exception {
        assertIsTaken("application/json", "\ufeff" + ANSWER);
    }

    private void assertIsTaken(String type, String body) throws Exception {
        try (var all = new Backends(handshake((_, reply) -> reply.answer("200 OK", type, body)))) {
            all.open(listener).request(call(1), called);
            assertThat(called.message()).isIn(ANSWER, answer("1.0", "{}"));
            assertThat(called.nothingElse()).isTrue();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    /** Each with words of the message: what is wrong and where. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    application/json  | {"jsonrpc":"2.0","id":1,"result":{"x":NaN}}    | byte 38
                    application/json  | {"jsonrpc":"2.0","id":1,"result":{"x":"\t"}}   | byte 39
                    application/json  | {"jsonrpc":"2.0","id":1,"result":{"x":"\u00ff"}} | byte 39
                    application/json  | Listening! {"jsonrpc":"2.0","id":1,"result":{}} | other text
                    application/json  | {"jsonrpc":"2.0","id":1,"result":{}} bye       | byte 37
                    application/json  | {"jsonrpc":"2.0","id":null,"result":{}}        | id
                    application/json  | {"jsonrpc":"2.0","result":{}}                  | id
                    application/json  | {"jsonrpc":"2.0","id":2,"result":{}}           | under the id 2 instead of 1
                    application/json  | [{"jsonrpc":"2.0","id":1,"result":{"x":NaN}},{}] | byte 38
                    application/json  | [{"jsonrpc":"2.0","method":"x","params":1},{"jsonrpc":"2.0","id":1,"result":1}] | result must be an object
                    text/event-stream | data: [{"jsonrpc":"2.0","id":1,"result":{"x":NaN}}]\\n\\n  | byte 38
                    application/json  | ''                                             | an empty body
                    text/html         | <title>Log in</title><p>Please                 | says "Log in"
                    text/event-stream | data: {"jsonrpc":"2.0","id":1,"result":{"x":NaN}}\\n\\n  | byte 38
                    text/event-stream | data: {"jsonrpc":"2.0","id":1,"result":{"x":"\u00ff"}}\\n\\n | byte 39
                    text/event-stream | data: {"jsonrpc":"2.0","id":null,"result":{}}\\n\\n | id
                    text/event-stream | data: {"jsonrpc":"2.0","id":2,"result":{}}\\n\\n | under the id 2 instead of 1
                    text/event-stream | data: {"jsonrpc":"2.0","id":1,"resu\\n\\n     | malformed
                    """)
    void anAnswerThatCannotBeReadFailsItsCallAtOnce(String type, String body, String words)
            throws Exception {
        var bytes = body.replace("\\n", "\n").getBytes(ISO_8859_1);
        try (var all =
                new Backends(
                        handshake((_, reply) -> {
                            reply.raw(
                                    "HTTP/1.1 200 OK\r\nContent-Type: "
                                            + type
                                            + "\r\nContent-Length: "
                                            + bytes.length
                                            + "\r\n\r\n");
                            reply.raw(bytes);
                        }))) {
            all.open(listener).request(call(1), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.BROKE_PROTOCOL);
            assertThat(failure.message()).contains(words);
            assertThat(called.nothingElse()).isTrue();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    /** Its stream stays open: nothing is waited for. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"x\":NaN}", "{\"x\":\"\t\"}"})
    void aBrokenAnswerOnAStreamThatStaysOpenFailsItsCallAtOnce(String result) throws Exception {
        try (var all =
                new Backends(
                        handshake((_, reply) -> {
                            reply.events();
                            reply.event("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}");
                            reply.awaitClose();
                        }))) {
            all.open(listener).request(call(1), called);
            assertThat(called.failure().kind()).isEqualTo(Kind.BROKE_PROTOCOL);
        }
    }

    @ParameterizedTest
    @CsvSource({"text/event-stream, an event", "application/json, a response"})
    void anAnswerThatIsTooLongFailsItsCallAndANotificationDoesNot(String type, String what)
            throws Exception {
        var small = HttpBackendLimits.DEFAULT.withMessage(new Limits(500, 64, 100));
        var text = "{\"x\":\"" + "y".repeat(600) + "\"}";
        var log = "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":" + text + "}";
        var before = type.startsWith("text") ? "data: " + log + "\n\ndata: " : "";
        var after = type.startsWith("text") ? "\n\n" : "";
        try (var all =
                new Backends(
                        HttpBackendSettings.DEFAULT.withLimits(small),
                        handshake((request, reply) -> {
                            boolean first = request.body().contains("\"id\":1,");
                            var answer = first ? ANSWER : answer(2, text);
                            reply.answer("200 OK", type, before + answer + after);
                        }))) {
            var link = all.open(listener);
            link.request(call(1), called);
            assertThat(called.message()).isEqualTo(ANSWER);
            link.request(call(2), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.BROKE_PROTOCOL);
            assertThat(failure.message()).contains(what, "500 bytes", "--max-message");
            assertThat(called.nothingElse()).isTrue();
        }
    }

    @Test
    void anAnswerUnderAnotherIdReachesNobodyElse() throws Exception {
        var other = new Heard();
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            if (request.body().contains("\"id\":2,")) {
                                reply.json(answer(9, "{}"));
                            } else {
                                reply.awaitClose();
                            }
                        }))) {
            var link = all.open(listener);
            link.request(call(1), called);
            link.request(call(2), other);
            assertThat(other.failure().message()).contains("under the id 9 instead of 2");
            assertThat(called.nothingElse()).isTrue();
        }
    }

    /** Clients take it there, so it is taken here as well. */
    @Test
    void anAnswerOnTheStreamOfAnotherCallIsTaken() throws Exception {
        var other = new Heard();
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            if (request.body().contains("\"id\":2,")) {
                                reply.events();
                                reply.event(answer(1, "{\"first\":true}"));
                                reply.event(answer(1, "{\"again\":true}"));
                                reply.event(answer(2, "{}"));
                                reply.end();
                            } else {
                                reply.awaitClose();
                            }
                        }))) {
            var link = all.open(listener);
            link.request(call(1), called);
            link.request(call(2), other);
            assertThat(called.message()).isEqualTo(answer(1, "{\"first\":true}"));
            assertThat(other.message()).isEqualTo(answer(2, "{}"));
            assertThat(called.nothingElse()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, gzip",
        "text/event-stream, br",
        "application/json, 'gzip, identity'"
    })
    void anEncodingThatNobodyAskedForIsNamed(String type, String encoding) throws Exception {
        try (var all =
                new Backends(
                        handshake((_, reply) ->
                                reply.answer(
                                        "200 OK", type, "???", "Content-Encoding: " + encoding)))) {
            all.open(listener).request(call(1), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.BROKE_PROTOCOL);
            assertThat(failure.message())
                    .contains("Content-Encoding " + encoding)
                    .contains("not asked for");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    text/plain | Access is only allowed at localhost:3103 | Access is only allowed at localhost:3103
                    text/html | <html><head><title> Just a  moment </title></head><body>x</body> | Just a moment
                    text/html | <html><body><h1>Nope</h1><p>not here | Nope not here
                    application/json | {"error":"invalid_token","error_description":"it is out of date"} | it is out of date
                    application/json | {"error":{"message":"no credits"}} | no credits
                    application/json | {"detail":"Not allowed"} | Not allowed
                    application/json | {"x":[1]} | {'x':[1]}
                    text/plain | a\u001b[31mb | a\\x1b[31mb
                    """)
    void theWordsOfARefusalAreShown(String type, String body, String words) throws Exception {
        try (var all =
                new Backends(handshake((_, reply) -> reply.answer("403 Forbidden", type, body)))) {
            all.open(listener).request(call(1), called);
            assertThat(called.failure().message())
                    .endsWith("refused POST with HTTP status 403 and says \"" + words + "\"");
        }
    }

    @Test
    void longWordsAreShortened() throws Exception {
        var body = "é".repeat(100_000);
        try (var all =
                new Backends(
                        handshake((_, reply) -> reply.answer("500 Oops", "text/plain", body)))) {
            all.open(listener).request(call(1), called);
            assertThat(called.failure().message().getBytes(UTF_8).length).isLessThan(500);
        }
    }
}
