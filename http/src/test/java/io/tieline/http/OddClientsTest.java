package io.tieline.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that write their requests in other ways than most, and are served all the same. */
final class OddClientsTest {

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static final String ECHO = Fixture.request("1", "echo");

    private static void assertEchoed(RawClient.PostAnswer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"id\":\"1\"", "\"result\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/json",
                "CONTENT-TYPE: Application/JSON;Charset=UTF-8",
                "content-type: application/json ; charset=\"utf-8\"",
                "content-type: application/json\r\naccept: */*",
                "content-type: application/json\r\naccept: application/json",
                "content-type: application/json\r\naccept: application/json;q=0.9, */*;q=0.1",
                "content-type: application/json\r\naccept: text/event-stream",
                "content-type: application/json\r\nconnection: close",
                "content-type: application/json\r\naccept-encoding: gzip, br\r\nuser-agent:",
                "content-type: application/json\r\nmcp-protocol-version: 2025-03-26",
                "content-type: application/json\r\nexpect: 100-continue",
                "content-type: application/json\r\nupgrade: h2c\r\nconnection: upgrade"
            })
    void headersAreReadAsWidelyAsTheyAreWritten(String headers) {
        var client = fixture.connect();
        var session = fixture.session();
        client.request("POST", "/mcp", ECHO, headers, "MCP-SESSION-ID: " + session.id);
        if (headers.contains("expect")) {
            assertThat(client.head().status()).isEqualTo(100);
        }
        assertEchoed(client.answer());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mcp",
                "/mcp/",
                "/mcp?key=value",
                "/mcp/?",
                "//mcp",
                "/",
                "//",
                "/?a=b",
                "http://localhost/mcp"
            })
    void thePathIsFoundHoweverItIsJoined(String path) {
        var client = fixture.connect();
        var session = fixture.session();
        client.request("POST", path, ECHO, Fixture.JSON, "mcp-session-id: " + session.id);
        assertEchoed(client.answer());
    }

    @Test
    void aBodyMayBeginWithTheMarkOfUtf8() {
        var client = fixture.connect();
        var session = fixture.session();
        client.request(
                "POST", "/mcp", "\ufeff" + ECHO, Fixture.JSON, "mcp-session-id: " + session.id);
        assertEchoed(client.answer());
    }

    @Test
    void paramsThatAreNullAreNone() {
        var client = fixture.connect();
        var session = fixture.session();
        var body = "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"echo\",\"params\":null}";
        client.request("POST", "/mcp", body, Fixture.JSON, "mcp-session-id: " + session.id);
        assertEchoed(client.answer());
    }

    @Test
    void aBodyMayComeInChunks() {
        var client = fixture.connect();
        var session = fixture.session();
        client.write("POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n");
        client.write("mcp-session-id: " + session.id + "\r\ntransfer-encoding: chunked\r\n\r\n");
        client.write(Integer.toHexString(ECHO.getBytes(UTF_8).length) + "\r\n" + ECHO);
        client.write("\r\n0\r\n\r\n");
        assertEchoed(client.answer());
    }

    @Test
    void anOldClientIsServedToo() {
        var client = fixture.connect();
        var session = fixture.session();
        client.write("POST /mcp HTTP/1.0\r\nhost: localhost\r\ncontent-type: application/json\r\n");
        client.write("mcp-session-id: " + session.id + "\r\n");
        client.write("content-length: " + ECHO.length() + "\r\n\r\n" + ECHO);
        assertEchoed(client.answer());
        assertThat(client.isClosedByServer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2099-01-01", "DRAFT-2026-v1", "1.0", ""})
    void aClientOfARevisionThatNobodyKnowsAgreesOnOneInItsBody(String header) {
        var client = fixture.connect();
        client.request(
                "POST",
                "/mcp",
                Fixture.initialize("2025-06-18", "early"),
                Fixture.JSON,
                "mcp-protocol-version: " + header);
        var answer = client.answer();
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().text("result", "protocolVersion")).isEqualTo("2025-06-18");
        assertThat(answer.head().header("mcp-session-id")).isNotNull();
    }

    @Test
    void initializeInTheStatelessEraIsAMethodThatItDoesNotHave() {
        var client = fixture.connect();
        client.request(
                "POST",
                "/mcp",
                Fixture.initialize("2025-11-25", "late"),
                Fixture.JSON,
                "mcp-protocol-version: 2026-07-28");
        assertThat(client.answer().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"gzip,415", "identity,400"})
    void aBodyThatIsCompressedIsRefusedForThat(String coding, int status) {
        var client = fixture.connect();
        client.request("POST", "/mcp", "\u001f\u008b", Fixture.JSON, "content-encoding: " + coding);
        assertThat(client.answer().status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"gzip,415", "br,415", "identity,200"})
    void anEncodingThatNobodyDecodesIsRefusedWhateverTheBodyIs(String coding, int status) {
        var client = fixture.connect();
        client.request(
                "POST",
                "/mcp",
                Fixture.initialize("2025-11-25", "c"),
                Fixture.JSON,
                "content-encoding: " + coding);
        assertThat(client.answer().status()).isEqualTo(status);
    }

    @Test
    void theConnectionServesOnAfterWhatItRefused() {
        var client = fixture.connect();
        var session = fixture.session();
        var id = "mcp-session-id: " + session.id;
        client.request("POST", "/mcp", ECHO, id);
        assertThat(client.answer().status()).isEqualTo(415);
        client.request("POST", "/mcp", "{", Fixture.JSON, id);
        assertThat(client.answer().errorCode()).isEqualTo(ErrorCode.PARSE_ERROR);
        client.request("POST", "/mcp", ECHO, Fixture.JSON, "mcp-session-id: gone");
        assertThat(client.answer().status()).isEqualTo(404);
        client.request("POST", "/mcp", ECHO, Fixture.JSON);
        assertThat(client.answer().status()).isEqualTo(400);
        client.request("PUT", "/mcp", ECHO, Fixture.JSON);
        assertThat(client.answer().status()).isEqualTo(405);
        client.request("GET", "/nowhere", "");
        assertThat(client.answer().status()).isEqualTo(404);
        client.request("POST", "/mcp", ECHO, Fixture.JSON, id);
        assertEchoed(client.answer());
        client.request("DELETE", "/mcp", "", id, "content-length: 0");
        assertThat(client.answer().status()).isEqualTo(204);
    }

    @Test
    void aSessionIdIsReadWhateverItsLength() {
        for (var length : List.of(1, 100, 10_000, 30_000)) {
            var client = fixture.connect();
            var id = "mcp-session-id: " + "~".repeat(length);
            client.request("POST", "/mcp", ECHO, Fixture.JSON, id);
            assertThat(client.answer().status()).isEqualTo(404);
        }
    }
}
