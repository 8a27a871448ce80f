package io.tieline.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.http.settings.HttpLimits;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.SessionSettings;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.Result;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One listener with services under names, of which each has its own sessions. */
final class NamedServicesTest {

    private static final String EVENTS = "accept: text/event-stream";

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ScriptedService dev = new ScriptedService();
    private final ScriptedService git = new ScriptedService();
    private Fixture fixture = open(settings -> settings);

    private Fixture open(UnaryOperator<HttpSettings> change) {
        var opened = new Fixture(change);
        opened.listener.replace(services(opened));
        return opened;
    }

    private Services services(Fixture of) {
        return Services.of(of.service).with("dev", dev).with("git", git);
    }

    /** Serves with other settings. */
    private void reopen(UnaryOperator<HttpSettings> change) {
        fixture.close();
        fixture = open(change);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private RawClient.PostAnswer post(String path, String body, String... headers) {
        return posted(path, body, headers).answer();
    }

    private RawClient posted(String path, String body, String... headers) {
        var client = fixture.connect();
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(Fixture.JSON, Fixture.BOTH));
        client.request("POST", path, body, all.toArray(String[]::new));
        return client;
    }

    /** Opens a session there; the header that names it. */
    private String session(String path) {
        var answer = post(path, Fixture.initialize("2025-11-25", "test"));
        assertThat(answer.status()).isEqualTo(200);
        return "mcp-session-id: " + answer.head().header("mcp-session-id");
    }

    private int status(String path, String session) {
        return post(path, Fixture.request(1, "echo"), session).status();
    }

    private RawClient stateless(String path, String method) {
        var body = Fixture.request(1, method, Stateless.params(Json.EMPTY_OBJECT));
        return posted(path, body, Stateless.VERSION, "Mcp-Method: " + method);
    }

    /** Opens the stream of HTTP+SSE there. */
    private RawClient stream(String path) {
        var client = fixture.connect();
        client.request("GET", path, "", EVENTS);
        assertThat(client.head().streams()).isTrue();
        return client;
    }

    private static String endpoint(RawClient stream) {
        return new String(stream.event().data(), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp/dev", "/mcp/dev/", "/mcp/%64ev", "//mcp/dev", "/mcp/dev?x=1"})
    void scenario101AServiceHasAPathOfItsOwn(String path) {
        var session = session(path);
        assertThat(dev.opened()).isNotNull();
        assertThat(status(path, session)).isEqualTo(200);
        var answer = stateless(path, "slow");
        dev.held().finish(Json.object("of", "dev"));
        assertThat(answer.answer().json().text("result", "of")).isEqualTo("dev");
    }

    @Test
    void scenario101SessionsOfOnePathAreUnknownUnderAnother() {
        var main = session("/mcp");
        var own = session("/mcp/dev");
        assertThat(status("/mcp", main)).isEqualTo(200);
        assertThat(status("/mcp/dev", own)).isEqualTo(200);
        for (var path : List.of("/mcp", "/", "/mcp/git")) {
            assertThat(status(path, own)).as(path).isEqualTo(404);
            var client = fixture.connect();
            client.request("GET", path, "", EVENTS, own);
            assertThat(client.answer().status()).as(path).isEqualTo(404);
            client.request("DELETE", path, "", own);
            assertThat(client.answer().status()).as(path).isEqualTo(404);
        }
        assertThat(status("/mcp/dev", main)).isEqualTo(404);
        assertThat(status("/mcp/dev", own)).isEqualTo(200);
    }

    @Test
    void aRequestStateOfOnePathIsUnknownUnderAnother() {
        var asked = stateless("/mcp/dev", "tools/call");
        var exchange = dev.held();
        var _ = ScriptedService.ask(exchange, "?");
        var state = asked.answer().json().text("result", "requestState");
        assertThat(state).isNotNull();
        var params = Json.object("requestState", state, "inputResponses", Json.EMPTY_OBJECT);
        var body = Fixture.request(2, "tools/call", Stateless.params(params));
        var retried = posted("/mcp/git", body, Stateless.VERSION, "Mcp-Method: tools/call");
        git.held().finish(Json.object("of", "git")); // it is a request of its own there
        assertThat(retried.answer().json().text("result", "of")).isEqualTo("git");
    }

    /** As the SDKs for TypeScript and Python resolve it, as java.net.URI does, and the last two. */
    @ParameterizedTest
    @CsvSource({
        "/sse/dev,/sse/dev",
        "/sse/dev/,/sse/dev/",
        "/sse/%64ev,/sse/dev",
        "/sse/dev,/messages/dev",
        "/sse/dev,/sse/",
        "/sse/dev,/"
    })
    void olderClientsHaveTheirStreamThereToo(String path, String where) {
        var stream = stream(path);
        var query = endpoint(stream);
        assertThat(query).matches("\\?sessionId=[0-9a-f]{64}");
        var initialize = Fixture.initialize("2024-11-05", "test");
        assertThat(post(where + query, initialize).status()).isEqualTo(202);
        assertThat(stream.message().text("result", "protocolVersion")).isEqualTo("2024-11-05");
        assertThat(dev.opened()).isNotNull();
        for (var other : List.of("/sse", "/messages", "/sse/git", "/messages/git")) {
            assertThat(post(other + query, initialize).status()).as(other).isEqualTo(404);
        }
    }

    @Test
    void withAPublicUrlTheEndpointHasTheNameInIt() {
        reopen(settings -> settings.withPublicUrl(URI.create("https://example.com/tools")));
        for (var path : List.of("/tools/sse/dev", "/sse/dev")) {
            var endpoint = endpoint(stream(path));
            assertThat(endpoint).matches("/tools/messages/dev\\?sessionId=[0-9a-f]{64}");
            var request = Fixture.request(1, "x");
            assertThat(post(endpoint, request).status()).isEqualTo(202);
            assertThat(post(endpoint.substring(6), request).status()).isEqualTo(202);
        }
        session("/tools/mcp/dev");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mcp/none",
                "/mcp/DEV",
                "/mcp/dev/x",
                "/mcp//dev",
                "/mcp/dev%2F",
                "/mcp/%zz",
                "/mcp/%6",
                "/sse/none",
                "/messages/none",
                "/x/dev"
            })
    void whoAsksForAnUnknownNameIsToldThePaths(String path) {
        var answer = post(path, Fixture.initialize("2025-11-25", "test"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(answer.json().text("error", "message"))
                .isEqualTo("Nothing is served at this path; use /mcp, /mcp/dev or /mcp/git");
        var client = fixture.connect();
        client.request("OPTIONS", path, "");
        assertThat(client.answer().status()).isEqualTo(404);
    }

    @Test
    void pagesAreToldWhatTheyMaySendToAName() {
        var origin = "https://app.example.com";
        reopen(settings -> settings.withAllowedOrigins(Set.of(origin)));
        var client = fixture.connect();
        client.request(
                "OPTIONS",
                "/mcp/dev",
                "",
                "origin: " + origin,
                "access-control-request-method: DELETE");
        var head = client.head();
        assertThat(head.status()).isEqualTo(204);
        assertThat(head.header("access-control-allow-origin")).isEqualTo(origin);
        assertThat(head.header("access-control-allow-methods")).isEqualTo("GET, POST, DELETE");
        assertThat(post("/mcp/dev", "{}", "origin: https://evil.example.com").status())
                .isEqualTo(403);
    }

    @Test
    void theLimitOfSessionsHoldsForAllTogether() {
        reopen(settings -> settings.withSessions(settings.sessions().withMaxSessions(2)));
        assertThat(status("/mcp", session("/mcp"))).isEqualTo(200);
        assertThat(status("/mcp/dev", session("/mcp/dev"))).isEqualTo(200);
        assertThat(fixture.listener.sessions().size()).isEqualTo(2);
        var refused = post("/mcp/git", Fixture.initialize("2025-11-25", "test"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.OVERLOADED);
    }

    @Test
    void theRequestsOfOnePrincipalAreCountedForAllTogether() {
        var sessions = new SessionSettings(MINUTE, MINUTE, MINUTE, 10, 1, 1); // 16 requests then
        reopen(settings -> settings.withSessions(sessions));
        var calls = new ArrayList<RawClient>();
        for (int i = 0; i < 8; i++) {
            calls.add(stateless("/mcp/dev", "slow"));
            calls.add(stateless("/mcp/git", "slow"));
        }
        var held = new ArrayList<Exchange>();
        for (int i = 0; i < 8; i++) {
            held.addAll(List.of(dev.held(), git.held()));
        }
        var refused = stateless("/mcp", "slow").answer();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.OVERLOADED);
        held.forEach(exchange -> exchange.finish(Json.EMPTY_OBJECT));
        calls.forEach(call -> assertThat(call.answer().status()).isEqualTo(200));
        assertThat(stateless("/mcp", "echo").answer().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp/dev", "/mcp/git"})
    void anAnswerThatIsTooLongConcernsItsOwnPathOnly(String path) throws Exception {
        reopen(settings ->
                settings.withLimits(HttpLimits.DEFAULT.withMessages(new Limits(9000, 64, 100))));
        var own = session("/mcp/dev");
        var call = posted("/mcp/dev", Fixture.request(1, "slow"), own);
        var exchange = dev.held();
        var asked = ScriptedService.ask(exchange, "?");
        assertThat(call.head().streams()).isTrue();
        var id = call.message().get("id");
        var tooLong = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"x\":\"";
        var refused = post(path, tooLong + "y".repeat(10_000) + "\"}}", own);
        assertThat(refused.status()).isEqualTo(413);
        if (path.equals("/mcp/dev")) {
            assertThat(asked.get(10, TimeUnit.SECONDS)).isInstanceOf(Failure.class);
        } else {
            var answer = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}";
            assertThat(post("/mcp/dev", answer, own).status()).isEqualTo(202);
            assertThat(asked.get(10, TimeUnit.SECONDS)).isInstanceOf(Result.class);
        }
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(call.message().get("result")).isNotNull();
    }

    @Test
    void scenario103WhatStaysGoesOnAndWhatIsNewIsServed() {
        var main = session("/mcp");
        var own = session("/mcp/dev");
        var calling = posted("/mcp/dev", Fixture.request(1, "slow"), own);
        var exchange = dev.held();
        fixture.listener.replace(
                Services.of(fixture.service).with("dev", dev).with("db", new ScriptedService()));
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(calling.answer().json().get("result")).isNotNull();
        assertThat(status("/mcp", main)).isEqualTo(200);
        assertThat(status("/mcp/dev", own)).isEqualTo(200);
        assertThat(status("/mcp/db", session("/mcp/db"))).isEqualTo(200);
    }

    @Test
    void scenario103WhatWasRemovedSaysSoToItsCallsAndIsUnknownThen() throws Exception {
        var own = session("/mcp/dev");
        var session = dev.opened();
        var call = posted("/mcp/dev", Fixture.request(1, "slow"), own);
        dev.held();
        var request = stateless("/mcp/dev", "slow");
        dev.held();
        var old = stream("/sse/dev");
        endpoint(old);
        var older = dev.opened();
        fixture.listener.replace(Services.of(fixture.service).with("git", git));
        assertRemoved(call.answer().json());
        assertRemoved(request.answer().json());
        assertThat(old.ends()).isTrue();
        awaitEnd(session);
        awaitEnd(older);
        assertThat(status("/mcp/dev", own)).isEqualTo(404);
        assertThat(stateless("/mcp/dev", "echo").answer().status()).isEqualTo(404);
        assertThat(fixture.listener.sessions().size()).isZero();
    }

    private static void awaitEnd(ClientSession session) throws Exception {
        var over = new CompletableFuture<Boolean>();
        session.onEnd(() -> over.complete(true));
        assertThat(over.get(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void assertRemoved(Json answer) {
        assertThat(Objects.requireNonNull(answer.at("error", "code")).asLong())
                .isEqualTo(ErrorCode.DRAINING);
        assertThat(answer.text("error", "message")).contains("removed or changed by a reload");
    }

    @Test
    void anotherServiceUnderANameBeginsAnew() {
        var main = session("/mcp");
        var own = session("/mcp/dev");
        fixture.listener.replace(Services.of(git).with("dev", fixture.service));
        assertThat(status("/mcp/dev", own)).isEqualTo(404);
        assertThat(status("/mcp/dev", main)).isEqualTo(404);
        assertThat(status("/mcp", main)).isEqualTo(404);
        assertThat(status("/mcp", session("/mcp"))).isEqualTo(200);
        assertThat(status("/mcp/dev", session("/mcp/dev"))).isEqualTo(200);
    }

    /** The service is taken away while it opens the session. */
    @ParameterizedTest
    @ValueSource(strings = {"/mcp/late", "/sse/late"})
    void aSessionThatOpensMeanwhileEndsToo(String path) throws Exception {
        var slow = new ScriptedService();
        var removed = Services.of(fixture.service);
        fixture.listener.replace(
                removed.with(
                        "late",
                        session -> {
                            fixture.listener.replace(removed);
                            return slow.open(session);
                        }));
        var client = fixture.connect();
        if (path.startsWith("/sse")) {
            client.request("GET", path, "", EVENTS);
            client.head();
        } else {
            var initialize = Fixture.initialize("2025-11-25", "test");
            client.request("POST", path, initialize, Fixture.JSON, Fixture.BOTH);
        }
        awaitEnd(slow.opened());
        assertThat(fixture.listener.sessions().size()).isZero();
    }

    @Test
    void drainingWaitsForTheNamedToo() throws Exception {
        var own = session("/mcp/dev");
        var call = posted("/mcp/dev", Fixture.request(1, "slow"), own);
        var inSession = dev.held();
        var request = stateless("/mcp/git", "slow");
        var alone = git.held();
        var drained =
                CompletableFuture.runAsync(
                        () -> fixture.listener.drain(Duration.ofSeconds(30)),
                        Thread::startVirtualThread);
        inSession.finish(Json.EMPTY_OBJECT);
        assertThat(call.answer().json().get("result")).isNotNull();
        assertThat(drained).isNotDone();
        alone.finish(Json.EMPTY_OBJECT);
        assertThat(request.answer().status()).isEqualTo(200);
        drained.get(10, TimeUnit.SECONDS);
        fixture.listener.replace(Services.of(fixture.service)); // it is over
    }

    @ParameterizedTest
    @CsvSource({"git_hub,git_hub", "a:b,a%3Ab", "50%,50%25", "a?b,a%3Fb", "...,..."})
    void aNameMayBeAnyVisibleText(String name, String written) {
        fixture.listener.replace(Services.of(fixture.service).with(name, dev));
        var path = fixture.listener.uri(name).getRawPath();
        assertThat(path).isEqualTo("/mcp/" + written);
        assertThat(status(path, session(path))).isEqualTo(200);
        reopen(settings -> settings.withPublicUrl(URI.create("https://example.com")));
        fixture.listener.replace(Services.of(fixture.service).with(name, dev));
        assertThat(endpoint(stream("/sse/" + written))).startsWith("/messages/" + written + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a b", "ä", "a\n"})
    void whatCannotStandInAPathIsNoName(String name) {
        var services = Services.of(dev);
        assertThatThrownBy(() -> services.with(name, git))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot stand in a path");
    }

    @Test
    void aPersonIsToldTheAddress() {
        var client = fixture.connect();
        client.request("GET", "/mcp/dev", "", "accept: text/html");
        assertThat(client.answer().body()).contains("ending in /mcp/dev,");
    }
}
