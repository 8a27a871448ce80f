package io.tieline.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.settings.HttpLimits;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client's answer that is too long is not read; whoever has asked need not wait for it. */
final class TooLongAnswerTest {

    private final Fixture fixture =
            new Fixture(settings ->
                    settings.withLimits(
                            HttpLimits.DEFAULT.withMessages(new Limits(9000, 64, 100))));

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String answer(Json question) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + question.get("id")
                + ",\"result\":{\"x\":\""
                + "y".repeat(10_000)
                + "\"}}";
    }

    private static void assertNamesTheLimit(Object answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure ->
                                assertThat(failure.error().message())
                                        .contains("9000 bytes", "--max-message"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itsQuestionFailsAtOnce(boolean announced) throws Exception {
        var session = fixture.session();
        var call = session.post(Fixture.request(1, "slow"));
        var exchange = fixture.service.held();
        var asked = ScriptedService.ask(exchange, "?");
        assertThat(call.head().streams()).isTrue();
        var body = answer(call.message());
        var client = fixture.connect();
        if (announced) {
            session.post(client, body);
        } else {
            var headers = new ArrayList<>(session.headers);
            headers.addAll(List.of(Fixture.JSON, Fixture.BOTH, "transfer-encoding: chunked"));
            client.write(
                    "POST /mcp HTTP/1.1\r\nhost: localhost\r\n"
                            + String.join("\r\n", headers)
                            + "\r\n\r\n");
            for (int from = 0; from < body.length(); from += 5000) {
                var piece = body.substring(from, Math.min(from + 5000, body.length()));
                client.write(Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
            }
        }
        assertThat(client.answer().status()).isEqualTo(413);
        assertNamesTheLimit(asked.get(10, TimeUnit.SECONDS));
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(call.message().get("id")).hasToString("1");
    }

    @Test
    void soDoesTheQuestionOfASessionOverHttpSse() throws Exception {
        var stream = fixture.connect();
        stream.request("GET", "/sse", "", "accept: text/event-stream");
        assertThat(stream.head().streams()).isTrue();
        var endpoint = "/sse" + new String(stream.event().data(), UTF_8);
        post(endpoint, Fixture.initialize("2024-11-05", "test"), 202);
        assertThat(stream.message().get("result")).isNotNull();
        post(endpoint, Fixture.request(1, "slow"), 202);
        var exchange = fixture.service.held();
        var asked = ScriptedService.ask(exchange, "?");
        post(endpoint, answer(stream.message()), 413);
        assertNamesTheLimit(asked.get(10, TimeUnit.SECONDS));
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(stream.message().get("id")).hasToString("1");
    }

    private void post(String endpoint, String body, int status) {
        var client = fixture.connect();
        client.request("POST", endpoint, body, Fixture.JSON);
        assertThat(client.answer().status()).isEqualTo(status);
    }
}
