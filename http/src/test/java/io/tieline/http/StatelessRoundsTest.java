package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Questions to clients without sessions: results that send them off, retries that find back. */
final class StatelessRoundsTest {

    private static final Json TOOL = Stateless.tool("book");

    private final Fixture fixture = new Fixture(Fixture::byUser);

    @AfterEach
    void close() {
        fixture.close();
    }

    private RawClient call(Object id, Json params) {
        return Stateless.post(fixture.connect(), id, "tools/call", params);
    }

    /** The result that sends the client off with a question. */
    private static Json asked(RawClient client) {
        var answer = client.answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head().header("content-type")).isEqualTo("application/json");
        var result = Objects.requireNonNull(answer.json().get("result"));
        assertThat(result.text("resultType")).isEqualTo("input_required");
        return result;
    }

    private static List<Json.Member> requests(Json asked) {
        return Objects.requireNonNull(asked.get("inputRequests")).members();
    }

    private static Json retry(Json asked, String answer) {
        var key = requests(asked).getFirst().name();
        var accepted = Json.object("action", "accept", "content", Json.object("name", answer));
        return TOOL.with("requestState", Objects.requireNonNull(asked.get("requestState")))
                .with("inputResponses", Json.object(key, accepted));
    }

    private static String said(CompletableFuture<Response> answer) throws Exception {
        var result = (Result) answer.get(10, TimeUnit.SECONDS);
        return Objects.requireNonNull(result.result().text("content", "name"));
    }

    @Test
    void aListenerThatDrainsWaitsForClientsThatComeBackWithAnswers() throws Exception {
        var first = call(1, TOOL);
        var exchange = fixture.service.held();
        var answer = ScriptedService.ask(exchange, "Your name?");
        var asked = asked(first);
        var drained =
                CompletableFuture.runAsync(
                        () -> fixture.listener.drain(Duration.ofSeconds(30)),
                        Thread::startVirtualThread);
        var refused = Stateless.post(fixture.connect(), 2, "echo").answer();
        while (refused.status() == 200) { // the drain has not begun
            refused = Stateless.post(fixture.connect(), 2, "echo").answer();
        }
        assertThat(refused.status()).isEqualTo(503);
        assertThat(drained).isNotDone();
        var second = call("two", retry(asked, "Ada"));
        assertThat(said(answer)).isEqualTo("Ada");
        exchange.finish(Json.object("booked", "yes"));
        assertThat(second.answer().json().text("result", "booked")).isEqualTo("yes");
        drained.get(10, TimeUnit.SECONDS);
    }

    @Test
    void itWaitsForThemNoLongerThanForOthers() throws Exception {
        var first = call(1, TOOL);
        var answer = ScriptedService.ask(fixture.service.held(), "Your name?");
        asked(first);
        CompletableFuture.runAsync(
                        () -> fixture.listener.drain(Duration.ofMillis(50)),
                        Thread::startVirtualThread)
                .get(10, TimeUnit.SECONDS);
        assertThat(((Result) answer.get(10, TimeUnit.SECONDS)).result().text("action"))
                .isEqualTo("cancel");
    }

    @Test
    void aQuestionSendsTheClientOffAndItsRetryFindsBackOnAnotherConnection() throws Exception {
        var first = call(1, TOOL);
        var exchange = fixture.service.held();
        var answer = ScriptedService.ask(exchange, "Your name?");
        var asked = asked(first);
        assertThat(requests(asked).getFirst().value())
                .hasToString(
                        "{\"method\":\"elicitation/create\","
                                + "\"params\":{\"message\":\"Your name?\"}}");
        first.close();
        var second = call("two", retry(asked, "Ada"));
        assertThat(said(answer)).isEqualTo("Ada");
        exchange.finish(Json.object("booked", "yes"));
        var booked = second.answer();
        assertThat(booked.status()).isEqualTo(200);
        assertThat(booked.json().get("id")).hasToString("\"two\"");
        assertThat(booked.json().text("result", "booked")).isEqualTo("yes");
        assertThat(booked.json().text("result", "resultType")).isEqualTo("complete");
    }

    @Test
    void aRetryOnTheSameConnectionCanBeAskedAgain() throws Exception {
        var client = call(1, TOOL);
        var exchange = fixture.service.held();
        var name = ScriptedService.ask(exchange, "Your name?");
        var first = asked(client);
        Stateless.post(client, 2, "tools/call", retry(first, "Ada"));
        assertThat(said(name)).isEqualTo("Ada");
        var age = ScriptedService.ask(exchange, "Your age?");
        var second = asked(client);
        assertThat(second.get("requestState")).isNotEqualTo(first.get("requestState"));
        Stateless.post(client, 3, "tools/call", retry(second, "36"));
        assertThat(said(age)).isEqualTo("36");
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.answer().json().get("id")).hasToString("3");
    }

    @Test
    void whatWasToldBeforeAQuestionIsOnTheSameStream() {
        var client = call(1, TOOL);
        var exchange = fixture.service.held();
        exchange.tell(ScriptedService.log("looking"));
        assertThat(client.head().streams()).isTrue();
        assertThat(client.message()).isEqualTo(ScriptedService.log("looking").json());
        var answer = ScriptedService.ask(exchange, "Your name?");
        assertThat(client.message().text("result", "resultType")).isEqualTo("input_required");
        assertThat(client.ends()).isTrue();
        assertThat(answer).isNotDone();
    }

    @Test
    void aStateIsGoodForOneRetry() throws Exception {
        var client = call(1, TOOL);
        var exchange = fixture.service.held();
        var answer = ScriptedService.ask(exchange, "Your name?");
        var retry = retry(asked(client), "Ada");
        var second = call(2, retry);
        assertThat(said(answer)).isEqualTo("Ada");
        assertStale(call(3, retry));
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(second.answer().status()).isEqualTo(200);
    }

    private static void assertStale(RawClient client) {
        var refused = client.answer();
        assertThat(refused.status()).isEqualTo(200);
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(refused.json().get("id")).hasToString("3");
    }

    @Test
    void aClientThatGoesAwayOnItsRetryTakesTheRequestBack() throws Exception {
        var client = call(1, TOOL);
        var exchange = fixture.service.held();
        var gone = new CompletableFuture<Boolean>();
        exchange.onCancel(_ -> gone.complete(true));
        var answer = ScriptedService.ask(exchange, "Your name?");
        var asked = asked(client);
        client.close();
        var second = call(2, retry(asked, "Ada"));
        said(answer);
        assertThat(gone).isNotDone();
        second.cut();
        assertThat(gone.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anotherCallerGetsNothingOfWhatIsParked() throws Exception {
        var client = call(1, TOOL);
        var exchange = fixture.service.held();
        var answer = ScriptedService.ask(exchange, "Your name?");
        var asked = asked(client);
        var stranger =
                Stateless.post(
                        fixture.connect(), 3, "tools/call", retry(asked, "Eve"), "x-user: eve");
        Exchange own = fixture.service.held();
        assertThat(own).isNotSameAs(exchange);
        own.finish(Json.EMPTY_OBJECT);
        stranger.answer();
        assertThat(answer).isNotDone();
        var second = call(2, retry(asked, "Ada"));
        assertThat(said(answer)).isEqualTo("Ada");
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(second.answer().status()).isEqualTo(200);
    }
}
