package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which era a request is of: its envelope says so, and never its method or its connection. */
final class ErasTest {

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void bothErasTakeTurnsOnOneConnection() {
        var session = fixture.session();
        var client = fixture.connect();
        for (int id = 0; id < 3; id++) {
            var old = session.post(client, Fixture.request(id, "echo")).answer();
            assertThat(old.json().get("result")).hasToString("{}");
            var newer = Stateless.post(client, id, "echo").answer();
            assertThat(newer.status()).isEqualTo(200);
            assertThat(newer.json().get("result")).hasToString("{\"resultType\":\"complete\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp", "/", "/mcp/"})
    void itIsServedAtEveryPathOfTheEndpoint(String path) {
        var client = fixture.connect();
        client.request(
                "POST",
                path,
                Fixture.request(1, "echo", Stateless.params(Json.EMPTY_OBJECT)),
                Fixture.JSON,
                Stateless.VERSION,
                "mcp-method: echo");
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void sessionsAndEventsThatAreNamedMeanNothing() {
        var live = fixture.session();
        for (var id : new String[] {live.id, "no-such-session"}) {
            var client = fixture.connect();
            var answer =
                    Stateless.post(
                                    client,
                                    1,
                                    "echo",
                                    "mcp-session-id: " + id,
                                    "last-event-id: none/7")
                            .answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.head().header("mcp-session-id")).isNull();
            assertThat(answer.json().text("result", "resultType")).isEqualTo("complete");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initialize",
                "ping",
                "logging/setLevel",
                "resources/subscribe",
                "resources/unsubscribe"
            })
    void whatHasLeftTheProtocolIsUnknownWithAnEnvelope(String method) {
        var answer = Stateless.post(fixture.connect(), 4, method).answer();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
        assertThat(answer.json().get("id")).hasToString("4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/list", "initialize"})
    void aHeaderWithoutAnEnvelopeIsRefused(String method) {
        var body = Fixture.request(5, method);
        var answer = Stateless.post(fixture.connect(), body, method).answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(answer.json().get("id")).hasToString("5");
        assertThat(answer.json().text("error", "message")).contains("protocolVersion");
    }

    @Test
    void anEnvelopeWithoutCapabilitiesIsRefused() {
        var meta = Json.object("io.modelcontextprotocol/protocolVersion", "2026-07-28");
        var body = Fixture.request(5, "tools/list", Json.object("_meta", meta));
        var answer = Stateless.post(fixture.connect(), body, "tools/list").answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void anEnvelopeWithoutAHeaderIsRefusedEvenInASession() {
        var body = Fixture.request(5, "echo", Stateless.params(Json.EMPTY_OBJECT));
        var alone = Stateless.post(fixture.connect(), body, "echo", "mcp-protocol-version");
        assertThat(alone.answer().errorCode()).isEqualTo(ErrorCode.HEADER_MISMATCH);
        var answer = fixture.session().post(body, "mcp-method: echo").answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.HEADER_MISMATCH);
    }

    @Test
    void aRevisionThatNobodyKnowsIsAnsweredWithOurs() {
        var meta =
                Json.object(
                        "io.modelcontextprotocol/protocolVersion",
                        "v999.0.0",
                        "io.modelcontextprotocol/clientCapabilities",
                        Json.EMPTY_OBJECT);
        var body = Fixture.request(5, "tools/list", Json.object("_meta", meta));
        var answer =
                Stateless.post(
                                fixture.connect(),
                                body,
                                "tools/list",
                                "mcp-protocol-version: v999.0.0",
                                "mcp-method")
                        .answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_PROTOCOL_VERSION);
        assertThat(answer.json().at("error", "data"))
                .hasToString("{\"supported\":[\"2026-07-28\"],\"requested\":\"v999.0.0\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void thereIsNothingButPost(String method) {
        var client = fixture.connect();
        client.request(method, "/mcp", "", Stateless.VERSION, "accept: text/event-stream");
        var answer = client.answer();
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.head().header("allow")).isEqualTo("POST");
    }

    @Test
    void aBareInitializeBeginsASessionAsEver() {
        assertThat(fixture.session(Revision.V2025_06_18).id).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\"}]",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\","
            })
    void whatIsNoSingleRequestIsRefused(String body) {
        var answer = Stateless.post(fixture.connect(), body, "echo").answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("id")).isEqualTo(Json.NULL);
    }

    @Test
    void batchesAndAnswersOfASessionStillArrive() {
        var batching = fixture.session(Revision.V2025_03_26);
        var batch = "[" + Fixture.request(1, "echo") + "," + Fixture.request(2, "echo") + "]";
        assertThat(batching.post(batch).answer().json().elements()).hasSize(2);
        var session = fixture.session();
        var client = session.post(Fixture.request(1, "slow"));
        var answer = ScriptedService.ask(fixture.service.held(), "?");
        client.head();
        var posted = session.post(Fixture.accepting(client.message())).answer();
        assertThat(posted.status()).isEqualTo(202);
        assertThat(answer.orTimeout(10, TimeUnit.SECONDS).join()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"requestId\":1}", "{\"requestId\":\"listen:0\",\"_meta\":%s}"})
    void aNotificationIsAcceptedAndIgnored(String params) {
        var client = fixture.connect();
        Stateless.post(client, 1, "slow");
        var exchange = fixture.service.held();
        var meta = Stateless.params(Json.EMPTY_OBJECT).get("_meta");
        var told =
                Json.object(
                        "jsonrpc",
                        "2.0",
                        "method",
                        "notifications/cancelled",
                        "params",
                        Json.of(params.formatted(meta)));
        var answer =
                Stateless.post(fixture.connect(), told.toString(), "none", "mcp-method").answer();
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mcp-protocol-version: v999.0.0", "mcp-protocol-version"})
    void aNotificationOfAnotherRevisionThanItSaysIsRefused(String header) {
        var told =
                Json.object(
                        "jsonrpc",
                        "2.0",
                        "method",
                        "notifications/cancelled",
                        "params",
                        Stateless.params(Json.object("requestId", 1)));
        var answer = Stateless.post(fixture.connect(), told.toString(), "none", header).answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.HEADER_MISMATCH);
    }

    @Test
    void aNotificationOfARevisionThatNobodyKnowsIsRefusedInASessionToo() {
        var session = fixture.session();
        var answer =
                Stateless.post(
                                fixture.connect(),
                                Fixture.notification("notifications/initialized"),
                                "none",
                                "mcp-session-id: " + session.id,
                                "mcp-protocol-version: 1999-01-01")
                        .answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_PROTOCOL_VERSION);
    }

    @Test
    void whoMayCallIsCheckedInThisEraToo() {
        var foreign =
                Stateless.post(fixture.connect(), 1, "echo", "origin: http://evil.example.com");
        assertThat(foreign.answer().status()).isEqualTo(403);
        var own = "origin: http://127.0.0.1:" + fixture.listener.port();
        assertThat(Stateless.post(fixture.connect(), 1, "echo", own).answer().status())
                .isEqualTo(200);
        var text = Stateless.post(fixture.connect(), 1, "echo", "content-type: text/plain");
        assertThat(text.answer().status()).isEqualTo(415);
        var html = Stateless.post(fixture.connect(), 1, "echo", "accept: text/html");
        assertThat(html.answer().status()).isEqualTo(406);
    }
}
