package io.tieline.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.io.Fields;
import io.tieline.http.settings.HttpLimits;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections carry requests: HTTP/1.1 as clients write it, and as they should not. */
final class ConnectionTest {

    private final Fixture fixture = new Fixture(ConnectionTest::small);

    private static HttpSettings small(HttpSettings settings) {
        return settings.withLimits(
                HttpLimits.DEFAULT.withHeaderBytes(1024).withMessages(new Limits(4096, 64, 100)));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String head(Fixture.Session session, String... lines) {
        return "POST /mcp HTTP/1.1\r\nhost: localhost\r\n"
                + "content-type: application/json\r\naccept: application/json\r\nmcp-session-id: "
                + session.id
                + "\r\n"
                + String.join("", Arrays.stream(lines).map(line -> line + "\r\n").toList());
    }

    private static String whole(Fixture.Session session, String body) {
        return head(session, "content-length: " + body.length()) + "\r\n" + body;
    }

    @Test
    void manyRequestsShareAConnection() {
        var session = fixture.session();
        var client = fixture.connect();
        for (int id = 0; id < 20; id++) {
            session.post(client, Fixture.request(id, "echo"));
            assertThat(client.answer().json().get("id")).hasToString(String.valueOf(id));
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        var session = fixture.session();
        var client = fixture.connect();
        var all = new StringBuilder();
        all.append(whole(session, Fixture.request(0, "slow")));
        for (int id = 1; id < 50; id++) {
            all.append(whole(session, Fixture.request(id, "echo")));
        }
        client.write(all.toString());
        fixture.service.held().finish(Json.EMPTY_OBJECT);
        for (int id = 0; id < 50; id++) {
            assertThat(client.answer().json().get("id")).hasToString(String.valueOf(id));
        }
    }

    @Test
    void aRequestMayArriveByteByByte() {
        var session = fixture.session();
        var client = fixture.connect();
        for (var b : whole(session, Fixture.request(1, "echo")).getBytes(UTF_8)) {
            client.write(new byte[] {b});
        }
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void aBodyMayComeInChunks() {
        var session = fixture.session();
        var client = fixture.connect();
        client.write(head(session, "transfer-encoding: chunked") + "\r\n");
        for (var part : Fixture.request(1, "echo").split("(?<=,)", -1)) {
            client.write(Integer.toHexString(part.length()) + "\r\n" + part + "\r\n");
        }
        client.write("0\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void aClientThatAsksFirstIsToldToContinue() {
        var session = fixture.session();
        var client = fixture.connect();
        var body = Fixture.request(1, "echo");
        client.write(
                head(session, "content-length: " + body.length(), "expect: 100-continue") + "\r\n");
        assertThat(client.head().status()).isEqualTo(100);
        client.write(body);
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void aClientThatAsksFirstIsToldWhyNot() {
        var session = fixture.session();
        var client = fixture.connect();
        client.write(head(session, "content-length: 5000", "expect: 100-continue") + "\r\n");
        assertThat(client.answer().status()).isEqualTo(413);
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void anExpectationThatNobodyKnowsIsRefused() {
        var client = fixture.connect();
        client.write(head(fixture.session(), "content-length: 1", "expect: miracles") + "\r\n");
        assertThat(client.answer().status()).isEqualTo(417);
    }

    @Test
    void aClientThatWantsToLeaveIsLetGo() {
        var session = fixture.session();
        var client = session.post(Fixture.request(1, "echo"), "connection: close");
        assertThat(client.answer().head().header("connection")).isEqualTo("close");
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void aClientOfHttp10GetsItsAnswerAndTheEnd() {
        var session = fixture.session();
        var client = fixture.connect();
        client.write(whole(session, Fixture.request(1, "echo")).replace("HTTP/1.1", "HTTP/1.0"));
        assertThat(client.answer().status()).isEqualTo(200);
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void aStreamForAClientOfHttp10HasNoChunks() {
        var session = fixture.session();
        var client = fixture.connect();
        client.write(
                whole(session, Fixture.request(1, "echo"))
                        .replace("HTTP/1.1", "HTTP/1.0")
                        .replace("accept: application/json", "accept: text/event-stream"));
        var head = client.head();
        assertThat(head.streams()).isTrue();
        assertThat(head.header("transfer-encoding")).isNull();
        assertThat(client.rest()).contains("\ndata: {\"jsonrpc\":\"2.0\",\"id\":1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /nowhere HTTP/1.1\\r\\nhost: localhost\\r\\ncontent-length: 1\\r\\ntransfer-encoding: chunked\\r\\n\\r\\n0\\r\\n | 400",
                "GET /nowhere HTTP/1.1\\r\\nhost: localhost\\r\\ncontent-length: 1\\r\\ncontent-length: 2\\r\\n\\r\\n | 400",
                "GET /nowhere HTTP/1.0\\r\\nhost: localhost\\r\\ncontent-length: 1\\r\\ncontent-length: 2\\r\\n\\r\\n | 400",
                "GET /nowhere HTTP/1.0\\r\\nhost: localhost\\r\\ncontent-length: 1\\r\\ncontent-length: 1\\r\\n\\r\\n | 400",
                "GET /nowhere HTTP/1.0\\r\\nhost: localhost\\r\\ncontent-length: 1, 2\\r\\n\\r\\n | 400",
                "GET /nowhere HTTP/1.1\\r\\nhost: localhost\\r\\ncontent-length: -1\\r\\n\\r\\n | 400",
                "GET /nowhere HTTP/1.1\\r\\nhost: localhost\\r\\ncontent-length: 1x\\r\\n\\r\\n | 400",
                "GET /nowhere HTTP/1.1\\r\\nhost: localhost\\r\\nbad header: 1\\r\\n\\r\\n | 400",
                "GET /nowhere HTTP/1.1\\r\\nhost : localhost\\r\\n\\r\\n | 400",
                "GET /nowhere HTTP/1.1\\r\\n\\r\\n | 400",
                "GET /nowhere HTTP/1.1\\r\\nhost: evil.example\\r\\ncontent-length: 9\\r\\n\\r\\n | 403",
                "POST /mcp HTTP/1.1\\r\\nhost: localhost\\r\\ncontent-length: 5000\\r\\n\\r\\n | 413",
                "POST /mcp HTTP/1.1\\r\\nhost: localhost\\r\\ncontent-length: 99999999999\\r\\n\\r\\n | 413",
                "POST /mcp HTTP/1.1\\r\\nhost: localhost\\r\\ntransfer-encoding: chunked\\r\\n\\r\\nzz\\r\\n | 400",
                "\\26\\3\\1 | 400",
                "GET /nowhere HTTP/3.7\\r\\nhost: localhost\\r\\n | 505",
                "GET /nowhere HTTP/1.2\\r\\nhost: localhost\\r\\n | 505",
                "GET /nowhere http/1.1\\r\\nhost: localhost\\r\\n | 505",
                "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n | 505",
                "GET gopher://localhost/nowhere HTTP/1.1\\r\\nhost: localhost\\r\\n | 400",
                "GET ://localhost/nowhere HTTP/1.1\\r\\nhost: localhost\\r\\n | 400",
                "CONNECT localhost:80 HTTP/1.1\\r\\nhost: localhost\\r\\n | 400",
                "GET /nowhere HTTP/1.1\\r\\nhost: localhost\\r\\nte: gzip, Chunked\\r\\n | 400",
                "GET /nowhere HTTP/1.1\\r\\nhost: localhost\\r\\nte: chunked;q=0.5\\r\\n | 400",
                "GET /nowhere HTTP/1.1\\r\\nhost: localhost\\r\\nhost: localhost\\r\\n | 400",
                "GET /nowhere HTTP/1.1\\r\\nhost: localhost\\r\\nauthorization: a\\r\\nAuthorization: a\\r\\n | 400",
                "GET /nowhere HTTP/1.1\\r\\nhost: localhost\\r\\ncontent-type: a\\r\\ncontent-type: a\\r\\n | 400",
            })
    void whatCannotBeUnderstoodIsAnsweredAndTheConnectionEnds(String request, int status) {
        var client = fixture.connect();
        client.write(request.translateEscapes() + "\r\n");
        assertThat(client.answer().status()).isEqualTo(status);
        client.halfClose();
        assertThat(client.isClosedByServer()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "transfer-encoding: gzip, chunked | 501",
                "transfer-encoding: gzip\\r\\ntransfer-encoding: chunked | 501",
                "transfer-encoding: identity, chunked | 501",
                "transfer-encoding: xchunked | 400",
                "transfer-encoding: chunked, gzip | 400",
                "transfer-encoding: chunked, chunked | 400",
                "transfer-encoding: chunked\\r\\ntransfer-encoding: chunked | 400",
                "transfer-encoding: gzip | 400",
                "transfer-encoding: | 400",
            })
    void aBodyInAnyOtherTransferCodingThanChunkedIsRefused(String headers, int status) {
        var client = fixture.connect();
        client.write(
                head(fixture.session(), headers.translateEscapes())
                        + "\r\n0\r\n\r\nGET /mcp HTTP/1.1\r\nhost: localhost\r\n\r\n");
        var answer = client.answer();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().text("error", "message")).isNotNull();
        client.halfClose();
        assertThat(client.rest()).as("no second request was seen").isEmpty();
    }

    @Test
    void aTransferCodingOfAClientOfHttp10IsRefused() {
        var client = fixture.connect();
        client.write(
                head(fixture.session(), "transfer-encoding: chunked").replace("/1.1", "/1.0")
                        + "\r\n0\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(400);
    }

    @Test
    void aClientMaySayWhichTransferCodingsItReads() {
        var client = fixture.session().post(Fixture.request(1, "echo"), "te: trailers, deflate");
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void anExpectationOfAClientOfHttp10IsIgnored() {
        var session = fixture.session();
        var client = fixture.connect();
        client.write(
                whole(session, Fixture.request(1, "echo"))
                        .replace("HTTP/1.1", "HTTP/1.0")
                        .replace("accept:", "expect: 100-continue\r\naccept:"));
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "DELETE"})
    void whoeverNamesTwoSessionsOrTwoRevisionsIsRefused(String method) {
        var session = fixture.session();
        for (var twice :
                List.of(
                        "mcp-session-id: " + session.id,
                        "mcp-protocol-version: 2025-11-25",
                        "last-event-id: 1")) {
            var client = fixture.connect();
            client.request(
                    method,
                    "/mcp",
                    method.equals("POST") ? Fixture.request(1, "echo") : "",
                    Fixture.JSON,
                    Fixture.BOTH,
                    "mcp-session-id: " + session.id,
                    twice,
                    twice.toUpperCase(Locale.ROOT)
                            .replace(session.id.toUpperCase(Locale.ROOT), "x"));
            var answer = client.answer();
            assertThat(answer.status()).as(twice).isEqualTo(400);
            assertThat(answer.json().text("error", "message")).contains("more than once");
        }
        assertThat(session.core.isOpen()).isTrue();
    }

    @Test
    void whoeverNamesTwoRevisionsGetsNoSession() {
        var client = fixture.connect();
        client.request(
                "POST",
                "/mcp",
                Fixture.initialize("2025-11-25", "test"),
                Fixture.JSON,
                "mcp-protocol-version: 2025-11-25",
                "mcp-protocol-version: 2025-06-18");
        assertThat(client.answer().status()).isEqualTo(400);
    }

    @Test
    void headersThatAreTooLongAreRefused() {
        var client = fixture.connect();
        client.request("GET", "/mcp", "", "x-long: " + "a".repeat(2000));
        assertThat(client.answer().status()).isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /mcp HTTP/1.1\r\nhost: localhost\r\n",
                "POST /mcp HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n0\r\n"
            })
    void moreFieldsThanAMessageHasReasonToHaveAreRefused(String before) {
        try (var roomy = new Fixture()) {
            var client = roomy.connect();
            client.write(before + "a: b\r\n".repeat(2 * Fields.MOST));
            assertThat(client.answer().status()).isEqualTo(431);
        }
    }

    @Test
    void aRequestLineThatIsTooLongIsRefused() {
        var client = fixture.connect();
        client.request("GET", "/mcp?" + "a".repeat(9000), "");
        assertThat(client.answer().status()).isEqualTo(414);
    }

    @Test
    void aBodyOfTheGreatestLengthIsTakenAndOneByteMoreIsNot() {
        var session = fixture.session();
        var body = Fixture.request(1, "echo");
        var longest = body + " ".repeat(4096 - body.length());
        assertThat(session.post(longest).answer().status()).isEqualTo(200);
        assertThat(session.post(longest + " ").answer().status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFloodIsRefusedBeforeItHasArrived(boolean announced) {
        var session = fixture.session();
        var client = fixture.connect();
        int size = 200_000_000;
        client.write(
                head(session, announced ? "content-length: " + size : "transfer-encoding: chunked")
                        + "\r\n");
        client.flood(size, announced);
        assertThat(client.answer().status()).isEqualTo(413);
    }

    @Test
    void aClientThatIsRefusedInMidBodyStillReadsWhy() {
        var session = fixture.session();
        var client = fixture.connect();
        client.write(head(session, "content-length: 100000") + "\r\n");
        client.write(new byte[100_000]);
        assertThat(client.answer().status()).isEqualTo(413);
        client.halfClose();
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void garbageOnOneConnectionDoesNotHurtAnother() {
        var session = fixture.session();
        var good = session.post(Fixture.request(1, "slow"));
        var exchange = fixture.service.held();
        for (int i = 0; i < 50; i++) {
            fixture.connect().write("\0\1\2 garbage " + i + "\r\n\r\n\r\n");
        }
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(good.answer().status()).isEqualTo(200);
    }
}
