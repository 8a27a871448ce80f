package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.settings.StreamSettings;
import io.tieline.session.client.ClientSession;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Streamable HTTP promises while connections hold. */
final class StreamableHttpTest {

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void initializeOpensASessionAndNamesIt() {
        var answer = initialize("test").answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head().header("content-type")).isEqualTo("application/json");
        assertThat(answer.head().header("mcp-session-id")).matches("[!-~]{32,}");
        assertThat(answer.json().text("result", "protocolVersion")).isEqualTo("2025-11-25");
        assertThat(fixture.listener.sessions().size()).isEqualTo(1);
    }

    @Test
    void aRefusedInitializeOpensNoSession() {
        var answer = initialize("refused").answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head().header("mcp-session-id")).isNull();
        assertThat(answer.json().at("error")).isNotNull();
        var session = fixture.service.opened();
        assertThat(fixture.service.closed()).isEqualTo(session);
        assertThat(sessionsAfter(session)).isZero();
    }

    @Test
    void aSessionThatNobodyHasHeardOfEndsWithItsConnection() {
        var client = initialize("held");
        var session = fixture.service.opened();
        var exchange = fixture.service.held();
        client.cut();
        assertThat(fixture.service.closed()).isEqualTo(session);
        exchange.finish(ScriptedService.welcome(exchange));
        assertThat(sessionsAfter(session)).isZero();
    }

    @Test
    void aSessionIdIsNamedOnTheStreamOfASlowInitialize() {
        var client = initialize("held");
        var exchange = fixture.service.held();
        exchange.tell(ScriptedService.log("downloading"));
        var head = client.head();
        assertThat(head.streams()).isTrue();
        assertThat(head.header("mcp-session-id")).isNotNull();
        exchange.finish(ScriptedService.welcome(exchange));
        assertThat(client.message()).isEqualTo(ScriptedService.log("downloading").json());
        assertThat(client.message()).isNotNull();
        assertThat(client.ends()).isTrue();
    }

    @Test
    void anAnswerThatComesAtOnceIsPlainJson() {
        var session = fixture.session();
        var answer = session.post(Fixture.request(7, "echo", Json.object("a", "b"))).answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head().header("content-type")).isEqualTo("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"a\":\"b\"}}");
    }

    @Test
    void whatIsSaidBeforeTheAnswerMakesItAStream() {
        var client = fixture.session(Revision.V2025_06_18).post(Fixture.request("x", "slow"));
        var exchange = fixture.service.held();
        exchange.tell(ScriptedService.log("first"));
        var head = client.head();
        assertThat(head.streams()).isTrue();
        assertThat(head.header("x-accel-buffering")).isEqualTo("no");
        assertThat(head.header("cache-control")).contains("no-cache");
        assertThat(client.message()).isEqualTo(ScriptedService.log("first").json());
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.message())
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{}}");
        assertThat(client.ends()).isTrue();
    }

    @Test
    void aQuestionIsAskedOnTheStreamOfItsRequestAndItsAnswerComesWithAPost() throws Exception {
        var session = fixture.session();
        var client = session.post(Fixture.request(1, "slow"));
        var exchange = fixture.service.held();
        var answer = ScriptedService.ask(exchange, "Your name?");
        assertThat(client.head().streams()).isTrue();
        var question = client.message();
        assertThat(question.text("method")).isEqualTo(Method.ELICITATION_CREATE);
        var posted = session.post(Fixture.accepting(question)).answer();
        assertThat(posted.status()).isEqualTo(202);
        assertThat(posted.body()).isEmpty();
        assertThat(answer.get(10, TimeUnit.SECONDS)).isInstanceOf(Result.class);
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.message().get("id")).hasToString("1");
    }

    @Test
    void aSlowAnswerBecomesAStreamSoThatNobodyTakesItForDead() {
        try (var patient =
                new Fixture(settings ->
                        settings.withStreams(
                                StreamSettings.DEFAULT.withPatience(Duration.ofMillis(50))))) {
            var client = patient.session().post(Fixture.request(1, "slow"));
            assertThat(client.head().streams()).isTrue();
            assertThat(client.event().data()).isEmpty();
            patient.service.held().finish(Json.EMPTY_OBJECT);
            assertThat(client.message().get("id")).hasToString("1");
        }
    }

    @Test
    void streamsOf20251125BeginWithAnEventThatPrimesTheClient() {
        var client = fixture.session(Revision.V2025_11_25).post(Fixture.request(1, "slow"));
        fixture.service.held().tell(ScriptedService.log("x"));
        client.head();
        var first = client.event();
        assertThat(first.id()).isNotEmpty();
        assertThat(first.data()).isEmpty();
        assertThat(first.retryMillis()).isEqualTo(1000);
        assertThat(client.event().id()).isNotEqualTo(first.id());
    }

    @Test
    void earlierStreamsBeginWithTheFirstMessage() {
        var client = fixture.session(Revision.V2025_06_18).post(Fixture.request(1, "slow"));
        fixture.service.held().tell(ScriptedService.log("x"));
        client.head();
        var first = client.event();
        assertThat(first.id()).isNotEmpty();
        assertThat(first.data()).isNotEmpty();
    }

    @Test
    void aClientThatTakesOnlyJsonGetsJsonAndCannotBeAsked() throws Exception {
        var client = fixture.session().post(Fixture.request(1, "slow"), "accept: application/json");
        var exchange = fixture.service.held();
        exchange.tell(ScriptedService.log("dropped"));
        var refused = ScriptedService.ask(exchange, "Anybody?").get(10, TimeUnit.SECONDS);
        assertThat(refused.json().at("error")).isNotNull();
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.answer().head().header("content-type")).isEqualTo("application/json");
    }

    @Test
    void aClientThatTakesOnlyEventsGetsEvents() {
        var client =
                fixture.session().post(Fixture.request(1, "echo"), "accept: text/event-stream");
        assertThat(client.head().streams()).isTrue();
        assertThat(client.message().get("id")).hasToString("1");
        assertThat(client.ends()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept: */*", "accept: text/html, */*;q=0.1", "x-none: 1"})
    void whoeverTakesAnythingIsServed(String accept) {
        var session = fixture.session();
        var client = fixture.connect();
        client.request(
                "POST",
                "/mcp",
                Fixture.request(1, "echo"),
                Fixture.JSON,
                accept,
                "mcp-session-id: " + session.id);
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accept: text/html",
                "accept: application/json;q=0, text/event-stream;q=0.0",
                "accept: image/*"
            })
    void whoeverTakesNeitherFormIsToldSo(String accept) {
        var answer = fixture.session().post(Fixture.request(1, "echo"), accept).answer();
        assertThat(answer.status()).isEqualTo(406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-type: text/plain", "x-none: 1", "content-type: json"})
    void aBodyThatDoesNotSayItIsJsonIsRefused(String type) {
        var session = fixture.session();
        var client = fixture.connect();
        client.request(
                "POST",
                "/mcp",
                Fixture.request(1, "echo"),
                type,
                Fixture.BOTH,
                "mcp-session-id: " + session.id);
        assertThat(client.answer().status()).isEqualTo(415);
    }

    @Test
    void aContentTypeWithParametersIsFine() {
        var session = fixture.session();
        var client = fixture.connect();
        client.request(
                "POST",
                "/",
                Fixture.request(1, "echo"),
                "content-type: Application/JSON; charset=utf-8",
                "mcp-session-id: " + session.id);
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "TRACE", "PATCH"})
    void otherMethodsAreRefusedWithTheOnesThatAreNot(String method) {
        var client = fixture.connect();
        client.request(method, "/mcp", "");
        var head = client.head();
        assertThat(head.status()).isEqualTo(405);
        assertThat(head.header("allow")).isEqualTo("GET, POST, DELETE");
        assertThat(head.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void noAnswerIsOpenToPagesOfOtherOrigins() {
        var own = "origin: http://127.0.0.1:" + fixture.listener.port();
        var json = fixture.session().post(Fixture.request(1, "echo"), own).head();
        assertThat(json.status()).isEqualTo(200);
        var events = fixture.session().get(own).head();
        assertThat(events.status()).isEqualTo(200);
        var foreign = fixture.session().get("origin: http://evil.example").head();
        assertThat(foreign.status()).isEqualTo(403);
        for (var head : List.of(json, events, foreign)) {
            assertThat(head.headers().keySet())
                    .noneMatch(name -> name.startsWith("access-control"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/mcp"})
    void aPersonWithABrowserReadsWhatThisIs(String path) {
        var client = fixture.connect();
        client.request(
                "GET",
                path,
                "",
                "accept: text/html,application/xhtml+xml,*/*;q=0.8",
                "sec-fetch-site: none");
        var answer = client.answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head().header("content-type")).isEqualTo("text/plain");
        assertThat(answer.body()).contains("MCP endpoint", "MCP client");
        client.request("HEAD", path, "");
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void nothingIsServedElsewhere() {
        var client = fixture.connect();
        client.request("GET", "/.well-known/oauth-protected-resource", "");
        assertThat(client.answer().status()).isEqualTo(404);
    }

    @Test
    void aRequestWithoutASessionIdIsRefusedByItsId() {
        var client = fixture.connect();
        client.request("POST", "/mcp", Fixture.request(9, "echo"), Fixture.JSON, Fixture.BOTH);
        var answer = client.answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("id")).hasToString("9");
        assertThat(answer.json().text("error", "message")).contains("Mcp-Session-Id");
    }

    @Test
    void aSessionEndsWithDeleteAndIsThenUnknown() {
        var session = fixture.session();
        assertThat(session.delete().answer().status()).isEqualTo(204);
        assertThat(fixture.service.closed().id()).isEqualTo(session.id);
        assertThat(session.post(Fixture.request(1, "echo")).answer().status()).isEqualTo(404);
        assertThat(session.get().answer().status()).isEqualTo(404);
        assertThat(session.delete().answer().status()).isEqualTo(404);
    }

    @Test
    void aRequestInFlightEndsWithItsSession() {
        var session = fixture.session();
        var client = session.post(Fixture.request(1, "slow"));
        fixture.service.held();
        session.delete().answer();
        assertThat(client.head().streams()).isTrue();
        assertThat(client.ends()).isTrue();
    }

    @Test
    void aRequestThatWasTakenBackGetsAnEndAndNoAnswer() {
        var session = fixture.session();
        var streaming = session.post(Fixture.request(1, "slow"));
        fixture.service.held();
        var plain = session.post(Fixture.request(2, "slow"), "accept: application/json");
        fixture.service.held();
        for (int id = 1; id <= 2; id++) {
            session.post(
                            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
                                    + id
                                    + "}}")
                    .answer();
        }
        assertThat(streaming.head().streams()).isTrue();
        assertThat(streaming.ends()).isTrue();
        assertThat(plain.answer().status()).isEqualTo(202);
    }

    @Test
    void aNotificationIsAcceptedWithoutABody() {
        var answer =
                fixture.session().post(Fixture.notification("notifications/initialized")).answer();
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.head().header("content-length")).isEqualTo("0");
        assertThat(fixture.service.notified().method()).isEqualTo("notifications/initialized");
    }

    @Test
    void whatIsNotJsonIsRefusedAsSuch() {
        var answer = fixture.session().post("{\"jsonrpc\":").answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.PARSE_ERROR);
        assertThat(answer.json().get("id")).isEqualTo(Json.NULL);
    }

    @Test
    void whatIsNoMessageIsRefusedByItsId() {
        var answer =
                fixture.session().post("{\"jsonrpc\":\"1.0\",\"id\":5,\"method\":\"x\"}").answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(answer.json().get("id")).hasToString("5");
    }

    @Test
    void anUnknownVersionHeaderIsRefused() {
        var session = fixture.session();
        var client = fixture.connect();
        client.request(
                "POST",
                "/mcp",
                Fixture.request(1, "echo"),
                Fixture.JSON,
                Fixture.BOTH,
                "mcp-session-id: " + session.id,
                "mcp-protocol-version: 1999-01-01");
        assertThat(client.answer().status()).isEqualTo(400);
    }

    @Test
    void twoPostsStreamAtOnceEachItsOwn() {
        var session = fixture.session();
        var first = session.post(Fixture.request(1, "slow"));
        var one = fixture.service.held();
        var second = session.post(Fixture.request(2, "slow"));
        var two = fixture.service.held();
        two.tell(ScriptedService.log("of two"));
        one.tell(ScriptedService.log("of one"));
        one.finish(Json.EMPTY_OBJECT);
        two.finish(Json.EMPTY_OBJECT);
        first.head();
        assertThat(first.message()).isEqualTo(ScriptedService.log("of one").json());
        assertThat(first.message().get("id")).hasToString("1");
        assertThat(first.ends()).isTrue();
        second.head();
        assertThat(second.message()).isEqualTo(ScriptedService.log("of two").json());
        assertThat(second.message().get("id")).hasToString("2");
        assertThat(second.ends()).isTrue();
    }

    /** How many sessions there are once what this one is doing is done. */
    private int sessionsAfter(ClientSession session) {
        var size = new CompletableFuture<Integer>();
        session.strand().run(() -> size.complete(fixture.listener.sessions().size()));
        return size.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private RawClient initialize(String name) {
        var client = fixture.connect();
        client.request(
                "POST", "/mcp", Fixture.initialize("2025-11-25", name), Fixture.JSON, Fixture.BOTH);
        return client;
    }
}
