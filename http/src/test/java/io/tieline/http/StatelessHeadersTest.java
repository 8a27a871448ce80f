package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.HeaderText;
import io.tieline.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the headers of a request say must be what its body says. */
final class StatelessHeadersTest {

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private RawClient.PostAnswer echo(String... changes) {
        return Stateless.post(fixture.connect(), 3, "echo", changes).answer();
    }

    private RawClient call(String method, Json params, String... changes) {
        return Stateless.post(fixture.connect(), 3, method, params, changes);
    }

    private static void assertMismatch(RawClient.PostAnswer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.HEADER_MISMATCH);
        assertThat(answer.json().get("id")).hasToString("3");
    }

    private void assertServed(RawClient client) {
        fixture.service.held().finish(Json.EMPTY_OBJECT);
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mcp-protocol-version: 2025-11-25",
                "mcp-protocol-version: v999.0.0",
                "mcp-protocol-version",
                "mcp-method: tools/list",
                "mcp-method: ECHO",
                "mcp-method",
                "mcp-method: =?base64?ZWNobw?=",
                "mcp-method: echo\r\nMCP-METHOD: echo",
                "mcp-protocol-version: 2026-07-28\r\nmcp-protocol-version: 2026-07-28",
                "mcp-protocol-version: 2025-11-25\r\nmcp-protocol-version: 2026-07-28",
                "mcp-protocol-version: 2026-07-28\r\nmcp-protocol-version: 2025-11-25",
                "mcp-param-a: 1\r\nMcp-Param-A: 1"
            })
    void whatDiffersOrIsMissingIsRefused(String change) {
        assertMismatch(echo(change));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MCP-METHOD: echo", "Mcp-Method:  echo\t ", "mcp-method:echo"})
    void namesHaveNoCaseAndValuesNoEdges(String change) {
        assertThat(echo(change).status()).isEqualTo(200);
    }

    @Test
    void aRefusalSaysWhatDiffers() {
        var answer = echo("mcp-method: tools/list");
        assertThat(answer.json().text("error", "message")).contains("mcp-method");
        assertThat(answer.json().at("error", "data"))
                .hasToString("{\"mismatch\":{\"header\":\"tools/list\",\"body\":\"echo\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "tools/call, name, weather",
        "prompts/get, name, greeting",
        "resources/read, uri, test://none",
        "tasks/get, taskId, 7f",
        "tasks/update, taskId, 7f",
        "tasks/cancel, taskId, 7f"
    })
    void whatIsNamedMustBeNamedInTheHeader(String method, String member, String value) {
        var params = Json.object(member, value);
        assertServed(call(method, params, "mcp-name: " + value));
        assertMismatch(call(method, params, "mcp-name").answer());
        assertMismatch(call(method, params, "mcp-name: " + value + "x").answer());
        assertMismatch(
                call(method, params, "mcp-name: " + value.toUpperCase(Locale.ROOT)).answer());
        assertMismatch(
                call(method, params, "mcp-name: " + value + "\r\nmcp-name: " + value).answer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/list", "completion/complete", "subscriptions/listen"})
    void nothingElseIsNamed(String method) {
        assertServed(call(method, Json.EMPTY_OBJECT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zürich", " edged ", "=?base64?x?=", "line\nbreak", ""})
    void namesThatNoHeaderCanCarryAreEncoded(String name) {
        var encoded = "mcp-name: " + HeaderText.encode(name);
        assertServed(call("tools/call", Stateless.tool(name), encoded));
    }

    @Test
    void whereTheBodyNamesNothingTheHeaderMustNotEither() {
        assertServed(call("tools/call", Json.EMPTY_OBJECT));
        assertMismatch(call("tools/call", Json.EMPTY_OBJECT, "mcp-name: x").answer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ufffd", "?"})
    void halfOfASurrogatePairIsNamedByNoHeader(String header) {
        assertMismatch(
                call(
                                "tools/call",
                                Json.of("{\"name\":\"\\ud800\"}"),
                                "mcp-name: " + HeaderText.encode(header))
                        .answer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"=?base64?SGVsbG8?=", "=?base64?SGVs!!!bG8=?=", "=?base64?/w==?="})
    void aParameterThatCannotBeReadIsRefused(String value) {
        assertMismatch(echo("MCP-Param-Region: " + value));
        assertMismatch(call("tools/call", Stateless.tool("a"), "mcp-name: " + value).answer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello", "=?base64?SGVsbG8=?=", "=?base64?SGVsbG8=", "SGVsbG8", ""})
    void parametersGoOnToWhoeverKnowsThem(String value) {
        var client = call("tools/call", Stateless.tool("a"), "Mcp-Param-Region: " + value);
        var exchange = fixture.service.held();
        var headers = exchange.caller().headers();
        assertThat(Objects.requireNonNull(headers.get("mcp-param-region"))).isEqualTo(value);
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void aConnectionTellsAClientFromTheOthersOfItsPrincipal() {
        var one = fixture.connect();
        var peers = List.of(peer(one), peer(one), peer(fixture.connect()));
        assertThat(peers.get(1)).isEqualTo(peers.get(0)).contains("127.0.0.1:");
        assertThat(peers.get(2)).isNotEqualTo(peers.get(0)).contains("127.0.0.1:");
    }

    private String peer(RawClient client) {
        Stateless.post(client, 1, "slow");
        var exchange = fixture.service.held();
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.answer().status()).isEqualTo(200);
        return exchange.caller().peer();
    }
}
