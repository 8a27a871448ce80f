package io.tieline.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import java.util.Arrays;
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
            })
    void whatCannotBeUnderstoodIsAnsweredAndTheConnectionEnds(String request, int status) {
        var client = fixture.connect();
        client.write(request.translateEscapes() + "\r\n");
        assertThat(client.answer().status()).isEqualTo(status);
        client.halfClose();
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void headersThatAreTooLongAreRefused() {
        var client = fixture.connect();
        client.request("GET", "/mcp", "", "x-long: " + "a".repeat(2000));
        assertThat(client.answer().status()).isEqualTo(431);
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
