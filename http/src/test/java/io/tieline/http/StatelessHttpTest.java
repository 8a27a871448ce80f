package io.tieline.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.settings.StreamSettings;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.SessionSettings;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests without a session are answered: in which form, with which status, and to whom. */
final class StatelessHttpTest {

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private RawClient slow(String... changes) {
        return Stateless.post(fixture.connect(), 1, "slow", changes);
    }

    private static Notification progress(int done) {
        return Notification.of(
                Method.PROGRESS, Json.object("progressToken", "token", "progress", done));
    }

    /** When the exchange hears that its client is gone. */
    private static CompletableFuture<Long> goneAt(Exchange exchange) {
        var gone = new CompletableFuture<Long>();
        exchange.onCancel(_ -> gone.complete(System.nanoTime()));
        return gone;
    }

    @Test
    void anAnswerThatComesFirstIsPlainJson() {
        var answer = Stateless.post(fixture.connect(), 0, "echo", Json.object("a", "b")).answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head().header("content-type")).isEqualTo("application/json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":0,"
                                + "\"result\":{\"a\":\"b\",\"resultType\":\"complete\"}}");
    }

    @Test
    void progressMakesItAStreamWithoutAnythingToComeBackTo() {
        var client = slow();
        var exchange = fixture.service.held();
        exchange.tell(progress(1));
        var head = client.head();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.streams()).isTrue();
        assertThat(head.header("x-accel-buffering")).isEqualTo("no");
        assertThat(head.header("cache-control")).isEqualTo("no-cache, no-transform");
        exchange.tell(progress(2));
        exchange.finish(Json.EMPTY_OBJECT);
        for (int done = 1; done <= 2; done++) {
            var event = client.event();
            assertThat(event.id()).isNull();
            assertThat(event.retryMillis()).isNull();
            assertThat(new String(event.data(), UTF_8)).isEqualTo(progress(done).json().toString());
        }
        assertThat(client.message().get("id")).hasToString("1");
        assertThat(client.ends()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "-32020, 400",
        "-32021, 400",
        "-32022, 400",
        "-32601, 404",
        "-32602, 200",
        "-32603, 200",
        "-31001, 200",
        "-31004, 200",
        "7, 200"
    })
    void theStatusSaysWhichErrorItIs(int code, int status) {
        var client = slow();
        fixture.service.held().fail(RpcError.of(code, "No"));
        var answer = client.answer();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.head().header("content-type")).isEqualTo("application/json");
        assertThat(answer.errorCode()).isEqualTo(code);
        assertThat(answer.json().get("id")).hasToString("1");
    }

    @Test
    void anErrorAfterTheFirstNotificationIsTheLastEvent() {
        var client = slow();
        var exchange = fixture.service.held();
        exchange.tell(progress(1));
        exchange.fail(RpcError.of(ErrorCode.MISSING_CLIENT_CAPABILITY, "No"));
        assertThat(client.head().status()).isEqualTo(200);
        assertThat(client.message()).isEqualTo(progress(1).json());
        assertThat(client.message().at("error", "code")).hasToString("-32021");
        assertThat(client.ends()).isTrue();
    }

    @Test
    void aQuestionThatTheClientCannotTakeIsAnErrorWithItsStatus() {
        var client = slow();
        var exchange = fixture.service.held();
        var roots = Request.of(Id.of(1), Method.ROOTS_LIST, null);
        exchange.ask(
                new Question(
                        roots, (_, _) -> exchange.fail(RpcError.of(-1, "Then it cannot be done"))));
        var answer = client.answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.MISSING_CLIENT_CAPABILITY);
        assertThat(answer.json().at("error", "data", "requiredCapabilities"))
                .hasToString("{\"roots\":{}}");
    }

    @Test
    void whoeverSaysNothingOfWhatItTakesIsServed() {
        assertThat(Stateless.post(fixture.connect(), 1, "echo", "accept").answer().status())
                .isEqualTo(200);
        var client = slow("accept");
        fixture.service.held().tell(progress(1));
        assertThat(client.head().streams()).isTrue();
    }

    @Test
    void aClientThatTakesOnlyJsonGetsOneAnswer() throws Exception {
        var client = slow("accept: application/json");
        var exchange = fixture.service.held();
        exchange.tell(progress(1));
        exchange.finish(Json.EMPTY_OBJECT);
        var answer = client.answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head().header("content-type")).isEqualTo("application/json");
        assertThat(fixture.counts.poll(10, TimeUnit.SECONDS))
                .isEqualTo(Observer.Count.NOTIFICATION_DROPPED);
    }

    @Test
    void aClientThatTakesOnlyEventsGetsEventsButErrorsKeepTheirStatus() {
        var client = fixture.connect();
        Stateless.post(client, 1, "echo", "accept: text/event-stream");
        assertThat(client.head().streams()).isTrue();
        assertThat(client.message().get("id")).hasToString("1");
        assertThat(client.ends()).isTrue();
        Stateless.post(client, 2, "slow", "accept: text/event-stream");
        fixture.service.held().fail(RpcError.of(ErrorCode.METHOD_NOT_FOUND, "No"));
        assertThat(client.answer().status()).isEqualTo(404);
    }

    @Test
    void theHeadIsHeldBackAsLongAsAStreamMayBeSilent() throws Exception {
        var timers = new ManualTimers();
        var silence = StreamSettings.DEFAULT.keepAlive();
        try (var patient = new Fixture(settings -> settings, timers)) {
            var quick = Stateless.post(patient.connect(), 1, "slow");
            var exchange = patient.service.held();
            timers.awaitAlarm(silence);
            timers.advance(silence.minusMillis(1));
            exchange.fail(RpcError.of(ErrorCode.MISSING_CLIENT_CAPABILITY, "No"));
            assertThat(quick.answer().status()).isEqualTo(400);
            timers.awaitNoAlarm(silence);
            var client = Stateless.post(patient.connect(), 2, "slow");
            var other = patient.service.held();
            timers.awaitAlarm(silence);
            timers.advance(silence);
            assertThat(client.head().streams()).isTrue();
            client.awaitComment("open");
            timers.awaitAlarm(silence);
            timers.advance(silence);
            client.awaitComment("keep-alive");
            other.finish(Json.EMPTY_OBJECT);
            assertThat(client.message().get("id")).hasToString("2");
            assertThat(client.ends()).isTrue();
            timers.awaitNoAlarm(silence);
        }
    }

    @Test
    void aClientThatTakesOnlyJsonIsWaitedFor() throws Exception {
        var timers = new ManualTimers();
        try (var patient = new Fixture(settings -> settings, timers)) {
            var client = Stateless.post(patient.connect(), 1, "slow", "accept: application/json");
            var exchange = patient.service.held();
            timers.advance(Duration.ofHours(1));
            exchange.finish(Json.EMPTY_OBJECT);
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    /**
     * What a machine does meanwhile must not count; what waits for an alarm never is that quick.
     */
    @Test
    void aClientThatGoesAwayTakesItsRequestBackAtOnce() throws Exception {
        long quickest = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            var client = slow();
            var gone = goneAt(fixture.service.held());
            long cut = System.nanoTime();
            client.cut();
            quickest = Math.min(quickest, gone.get(10, TimeUnit.SECONDS) - cut);
        }
        assertThat(Duration.ofNanos(quickest)).isLessThan(Duration.ofMillis(100));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatClosesItsStreamTakesItsRequestBack(boolean told) throws Exception {
        var client = slow();
        var exchange = fixture.service.held();
        var gone = goneAt(exchange);
        if (told) {
            exchange.tell(progress(1));
            client.head();
        }
        client.close();
        assertThat(gone.get(10, TimeUnit.SECONDS)).isNotNull();
        exchange.finish(Json.EMPTY_OBJECT);
    }

    @Test
    void aClientThatHasSentItsNextRequestAlreadyCanGoAwayToo() throws Exception {
        var client = slow();
        var gone = goneAt(fixture.service.held());
        Stateless.post(client, 2, "slow");
        client.close();
        assertThat(gone.get(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aRequestThatWasAnsweredIsNotTakenBackByTheEndOfItsConnection() {
        var client = slow();
        var exchange = fixture.service.held();
        var gone = goneAt(exchange);
        exchange.finish(Json.EMPTY_OBJECT);
        client.answer();
        client.close();
        assertThat(Stateless.post(fixture.connect(), 2, "echo").answer().status()).isEqualTo(200);
        assertThat(gone).isNotDone();
    }

    @Test
    void manyRequestsWithOneIdAreAnsweredEachOnItsOwnConnection() {
        var clients = new HashMap<String, RawClient>();
        for (int i = 0; i < 20; i++) {
            var name = "tool" + i;
            var client = fixture.connect();
            clients.put(name, Stateless.post(client, 1, "tools/call", Stateless.tool(name)));
        }
        var held = new ArrayList<Exchange>();
        for (int i = 0; i < 20; i++) {
            held.add(fixture.service.held());
        }
        for (var exchange : held.reversed()) {
            var params = Objects.requireNonNull(exchange.request().params());
            exchange.finish(Json.object("who", params.text("name")));
        }
        clients.forEach((name, client) -> {
            var answer = client.answer().json();
            assertThat(answer.get("id")).hasToString("1");
            assertThat(answer.text("result", "who")).isEqualTo(name);
        });
    }

    @Test
    void oneRequestTooManyMayComeLater() {
        var few =
                new SessionSettings(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        1,
                        1,
                        1);
        try (var small = new Fixture(settings -> settings.withSessions(few))) {
            var taken = new ArrayList<Exchange>();
            var client = Stateless.post(small.connect(), 1, "slow");
            taken.add(small.service.held());
            for (int i = 1; i < 16; i++) {
                Stateless.post(small.connect(), 1, "slow");
                taken.add(small.service.held());
            }
            var refused = Stateless.post(small.connect(), 9, "slow").answer();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.head().header("retry-after")).isEqualTo("5");
            assertThat(refused.errorCode()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refused.json().get("id")).hasToString("9");
            taken.forEach(exchange -> exchange.finish(Json.EMPTY_OBJECT));
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(Stateless.post(client, 2, "echo").answer().status()).isEqualTo(200);
        }
    }
}
