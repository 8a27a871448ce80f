package io.tieline.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.client.ClientSession;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Result;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The transport of revision 2024-11-05: one stream for everything, and POSTs that are not answered.
 */
final class HttpSseTest {

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** A client with its stream. */
    private final class Client {

        final RawClient stream = fixture.connect();
        final String endpoint;

        Client() {
            stream.request("GET", "/sse", "", "accept: text/event-stream");
            assertThat(stream.head().streams()).isTrue();
            var first = stream.event();
            assertThat(first.event()).isEqualTo("endpoint");
            endpoint = "/sse" + new String(first.data(), UTF_8);
        }

        RawClient.PostAnswer post(String body, String... headers) {
            return postAs(Fixture.JSON, body, headers);
        }

        RawClient.PostAnswer postAs(String type, String body, String... headers) {
            var client = fixture.connect();
            var all = Arrays.copyOf(headers, headers.length + 1);
            all[headers.length] = type;
            client.request("POST", endpoint, body, all);
            return client.answer();
        }

        Client initialize(String revision) {
            assertThat(post(Fixture.initialize(revision, "test")).status()).isEqualTo(202);
            assertThat(stream.message().text("result", "protocolVersion")).isEqualTo(revision);
            return this;
        }
    }

    @Test
    void theStreamSaysFirstWhereMessagesGo() {
        assertThat(new Client().endpoint).matches("/sse\\?sessionId=[0-9a-f]{64}");
    }

    /** The fixture has heard of no fault when it is closed. */
    @ParameterizedTest
    @CsvSource({"POST,/sse", "GET,/sse", "POST,/messages"})
    void aQueryThatCannotBeReadIsToldAsWhatItIs(String method, String path) {
        var client = fixture.connect();
        client.request(
                method,
                path + "?sessionId=%zz",
                method.equals("GET") ? "" : Fixture.notification("x"),
                Fixture.JSON,
                "accept: text/event-stream");
        var answer = client.answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("%zz");
    }

    @Test
    void aQueryThatNobodyLooksIntoMayBeAnything() {
        var client = fixture.connect();
        client.request(
                "POST",
                "/?x=%zz",
                Fixture.initialize("2025-11-25", "test"),
                Fixture.JSON,
                Fixture.BOTH);
        assertThat(client.answer().status()).isEqualTo(200);
    }

    /** As the SDKs for TypeScript and Python resolve it, and as java.net.URI does. */
    @ParameterizedTest
    @CsvSource({
        "http://host/sse,/sse",
        "http://host/tools/sse,/sse",
        "http://host/tools/sse/,/sse/",
        "http://host,/",
        "http://host/tools/,/"
    })
    void aClientBehindAProxyThatStripsAPathFindsTheWay(String base, String served) {
        var client = new Client().initialize("2024-11-05");
        var query = client.endpoint.substring(client.endpoint.indexOf('?'));
        var posted = fixture.connect();
        posted.request("POST", served + query, Fixture.request(1, "echo"), Fixture.JSON);
        assertThat(posted.answer().status()).as(base).isEqualTo(202);
        assertThat(client.stream.message().get("result")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tools/sse", "/sse", "/tools/sse/"})
    void withAPublicUrlTheEndpointIsItsPath(String stream) {
        var base = URI.create("https://example.com:8443/tools");
        try (var proxied = new Fixture(settings -> settings.withPublicUrl(base))) {
            var client = proxied.connect();
            client.write("GET " + stream + " HTTP/1.1\r\nHost: example.com\r\n\r\n");
            assertThat(client.head().streams()).isTrue();
            var endpoint = new String(client.event().data(), UTF_8);
            assertThat(endpoint).matches("/tools/messages\\?sessionId=[0-9a-f]{64}");
            var posted = proxied.connect();
            posted.request("POST", endpoint, Fixture.request(1, "x"), Fixture.JSON);
            assertThat(posted.answer().status()).isEqualTo(202);
            var stripped = proxied.connect();
            stripped.request("POST", endpoint.substring(6), Fixture.request(1, "x"), Fixture.JSON);
            assertThat(stripped.answer().status()).isEqualTo(202);
        }
    }

    @Test
    void everyAnswerComesOnTheStream() {
        var client = new Client().initialize("2024-11-05");
        var posted = client.post(Fixture.request(1, "echo", Json.object("a", 1)));
        assertThat(posted.status()).isEqualTo(202);
        assertThat(posted.body()).isEmpty();
        assertThat(client.stream.message())
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":1}}");
    }

    @Test
    void whatIsSaidInACallAndOutsideComesOnTheStreamToo() throws Exception {
        var client = new Client().initialize("2024-11-05");
        client.post(Fixture.request(1, "slow"));
        var exchange = fixture.service.held();
        exchange.tell(ScriptedService.log("inside"));
        assertThat(client.stream.message()).isEqualTo(ScriptedService.log("inside").json());
        ((ClientSession) exchange.client()).tell(ScriptedService.log("outside"));
        assertThat(client.stream.message()).isEqualTo(ScriptedService.log("outside").json());
        var answer = ScriptedService.ask(exchange, "?");
        client.post(Fixture.accepting(client.stream.message()));
        assertThat(answer.get(10, TimeUnit.SECONDS)).isInstanceOf(Result.class);
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.stream.message().get("id")).hasToString("1");
    }

    @Test
    void theSessionEndsWithTheStream() {
        var client = new Client().initialize("2024-11-05");
        client.stream.cut();
        assertThat(fixture.service.closed()).isEqualTo(fixture.service.opened());
        assertThat(client.post(Fixture.request(1, "echo")).status()).isEqualTo(404);
    }

    @Test
    void theStreamEndsWithTheSession() {
        var client = new Client().initialize("2024-11-05");
        fixture.service.opened().close();
        assertThat(client.stream.ends()).isTrue();
        assertThat(client.post(Fixture.request(1, "echo")).status()).isEqualTo(404);
    }

    @Test
    void aRequestInFlightIsCancelledWhenTheStreamBreaks() throws Exception {
        var client = new Client().initialize("2024-11-05");
        client.post(Fixture.request(1, "slow"));
        var cancelled = new CompletableFuture<Boolean>();
        fixture.service.held().onCancel(reason -> cancelled.complete(true));
        client.stream.cut();
        assertThat(cancelled.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void messagesNeedTheSessionsName() {
        var client = fixture.connect();
        client.request("POST", "/messages", Fixture.request(1, "echo"), Fixture.JSON);
        assertThat(client.answer().status()).isEqualTo(400);
        client.request("POST", "/messages?sessionId=x", Fixture.request(1, "echo"), Fixture.JSON);
        assertThat(client.answer().status()).isEqualTo(404);
        var twice = "/messages?sessionId=x&sessionId=y";
        client.request("POST", twice, Fixture.request(1, "echo"), Fixture.JSON);
        assertThat(client.answer().status()).isEqualTo(400);
    }

    @Test
    void whatIsNotAMessageIsRefusedInTheAnswerToThePost() {
        var client = new Client().initialize("2024-11-05");
        var answer = client.post("{");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.PARSE_ERROR);
        assertThat(client.postAs("content-type: text/plain", Fixture.request(1, "echo")).status())
                .isEqualTo(415);
    }

    @Test
    void aBatchOf20250326IsAnsweredMessageByMessage() {
        var client = new Client().initialize("2025-03-26");
        client.post("[" + Fixture.request(1, "echo") + "," + Fixture.request(2, "echo") + "]");
        assertThat(client.stream.message().get("id")).hasToString("1");
        assertThat(client.stream.message().get("id")).hasToString("2");
    }

    @Test
    void oneOfABatchThatCannotBeReadIsAnsweredBesideTheOthers() {
        var client = new Client().initialize("2025-03-26");
        var bad = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"x\",\"params\":NaN}";
        var posted = client.post("[" + bad + "," + Fixture.request(1, "echo") + "]");
        assertThat(posted.status()).isEqualTo(202);
        assertThat(List.of(client.stream.message(), client.stream.message()))
                .extracting(message -> String.valueOf(message.get("id")))
                .containsExactlyInAnyOrder("1", "7");
        assertThat(client.post("[" + bad + "]").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerThatCannotBeReadFailsItsQuestionAtOnce(boolean inBatch) throws Exception {
        var client = new Client().initialize("2025-03-26");
        client.post(Fixture.request(1, "slow"));
        var exchange = fixture.service.held();
        var failed = ScriptedService.ask(exchange, "?");
        var id = client.stream.message().get("id");
        var bad = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":NaN}";
        var body = inBatch ? "[" + bad + "]" : bad;
        assertThat(client.post(body).status()).isEqualTo(400);
        assertThat(failed.get(10, TimeUnit.SECONDS)).isInstanceOf(Failure.class);
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.stream.message().get("id")).hasToString("1");
    }

    @Test
    void onlyTheRightMethodsAreTaken() {
        var client = fixture.connect();
        client.request("POST", "/sse", Fixture.request(1, "echo"), Fixture.JSON);
        var stream = client.answer();
        assertThat(stream.status()).isEqualTo(405);
        assertThat(stream.head().header("allow")).isEqualTo("GET");
        client.request("GET", "/messages?sessionId=x", "");
        var messages = client.answer();
        assertThat(messages.status()).isEqualTo(405);
        assertThat(messages.head().header("allow")).isEqualTo("POST");
    }
}
