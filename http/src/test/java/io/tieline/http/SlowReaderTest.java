package io.tieline.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.settings.HttpLimits;
import io.tieline.http.settings.StreamSettings;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.SseEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client that does not read costs: its own connection, and nobody else's time. */
final class SlowReaderTest {

    private static final Duration STALL = HttpLimits.DEFAULT.writeStall();
    private static final Duration WINDOW = StreamSettings.DEFAULT.resumeWindow();
    private static final String LARGE = "x".repeat(100_000);

    /** More than the buffers of two sockets can hold, in messages of this size. */
    private static final int MANY = 200;

    private final ManualTimers timers = new ManualTimers();
    private final Fixture fixture = new Fixture(settings -> settings, timers);
    private final Fixture generous = unsent(Integer.MAX_VALUE);
    private final Fixture strict = unsent(1024 * 1024);
    private final BlockingQueue<Boolean> pressure = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        fixture.close();
        generous.close();
        strict.close();
    }

    private Fixture unsent(int bytes) {
        return new Fixture(
                settings -> settings.withLimits(HttpLimits.DEFAULT.withUnsentBytes(bytes)), timers);
    }

    /** Says more than can be sent to a client that does not read. */
    private Exchange flood(Exchange exchange) {
        exchange.onPressure(pressure::add);
        for (int i = 0; i < MANY; i++) {
            exchange.tell(large(i));
        }
        return exchange;
    }

    /** A notification that may not be dropped because a client is slow, as log messages are. */
    private static Notification large(int number) {
        return Notification.of("notifications/large", Json.object("n", number, "text", LARGE));
    }

    private void awaitPressure(boolean expected) throws InterruptedException {
        Boolean news;
        do {
            news = pressure.poll(10, TimeUnit.SECONDS);
            assertThat(news).isNotNull();
        } while (news != expected);
    }

    @Test
    void theServerHearsThatItIsTooMuchAndThatItIsNoLonger() throws Exception {
        var client = generous.session().post(Fixture.request(1, "slow"));
        var exchange = flood(generous.service.held());
        awaitPressure(true);
        client.head();
        for (int i = 0; i < MANY; i++) {
            assertThat(client.message()).isEqualTo(large(i).json());
        }
        awaitPressure(false);
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.message().get("id")).hasToString("1");
        assertThat(client.ends()).isTrue();
    }

    @Test
    void whoeverReadsNothingAtAllIsCutOffAndCanComeBack() throws Exception {
        var session = generous.session();
        var client = session.post(Fixture.request(1, "slow"));
        var exchange = flood(generous.service.held());
        client.head();
        var priming = client.event();
        for (int look = 0; look <= 4; look++) {
            timers.awaitAlarm(STALL.dividedBy(4));
            timers.advance(STALL.dividedBy(4));
        }
        timers.awaitAlarm(WINDOW);
        assertThat(client.isClosedByServer()).isTrue();
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(resumed(session, priming).get("id")).hasToString("1");
    }

    @Test
    void whoeverLetsTooMuchPileUpIsCutOffAndCanComeBack() throws Exception {
        var session = strict.session();
        var client = session.post(Fixture.request(1, "slow"));
        var exchange = flood(strict.service.held());
        timers.awaitAlarm(WINDOW);
        client.head();
        var priming = client.event();
        assertThat(client.isClosedByServer()).isTrue();
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(resumed(session, priming).get("id")).hasToString("1");
    }

    @Test
    void theServerHearsOfASlowReaderWithoutASessionToo() throws Exception {
        var client = Stateless.post(generous.connect(), 1, "slow");
        var exchange = flood(generous.service.held());
        awaitPressure(true);
        client.head();
        for (int i = 0; i < MANY; i++) {
            assertThat(client.message()).isEqualTo(large(i).json());
        }
        awaitPressure(false);
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.message().get("id")).hasToString("1");
        assertThat(client.ends()).isTrue();
    }

    @Test
    void whoeverLetsTooMuchPileUpWithoutASessionLosesItsRequest() throws Exception {
        var client = Stateless.post(strict.connect(), 1, "slow");
        var exchange = strict.service.held();
        var gone = new CompletableFuture<Boolean>();
        exchange.onCancel(_ -> gone.complete(true));
        flood(exchange);
        assertThat(gone.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void whoeverReadsNothingAtAllWithoutASessionLosesItsRequest() throws Exception {
        Stateless.post(generous.connect(), 1, "slow");
        var exchange = flood(generous.service.held());
        var gone = new CompletableFuture<Boolean>();
        exchange.onCancel(_ -> gone.complete(true));
        timers.advanceUntil(gone::isDone, STALL.dividedBy(4));
        assertThat(gone).isDone();
    }

    private static Json resumed(Fixture.Session session, SseEvent event) {
        var client = session.get("last-event-id: " + event.id());
        assertThat(client.head().streams()).isTrue();
        return client.messages().getLast();
    }

    @Test
    void oneLargeMessageIsNotTooMuch() {
        var session = fixture.session();
        var client = session.post(Fixture.request(1, "slow"));
        var huge = "x".repeat(3_500_000);
        fixture.service.held().finish(Json.object("text", huge));
        assertThat(client.answer().json().text("result", "text")).isEqualTo(huge);
    }

    @Test
    void manyLargeAnswersAtOnceAreNotTooMuch() {
        var stream = fixture.connect();
        stream.request("GET", "/sse", "", "accept: text/event-stream");
        stream.head();
        var endpoint = "/sse" + new String(stream.event().data(), UTF_8);
        var client = fixture.connect();
        client.request("POST", endpoint, Fixture.initialize("2024-11-05", "test"), Fixture.JSON);
        client.answer();
        stream.message();
        var exchanges = new ArrayList<Exchange>();
        for (int id = 0; id < 10; id++) {
            client.request("POST", endpoint, Fixture.request(id, "slow"), Fixture.JSON);
            client.answer();
            exchanges.add(fixture.service.held());
        }
        var large = Json.object("text", LARGE.repeat(10));
        exchanges.forEach(exchange -> exchange.finish(large));
        for (int id = 0; id < 10; id++) {
            assertThat(stream.message().get("result")).isEqualTo(large);
        }
    }

    @Test
    void aSlowReaderCostsNobodyElseAnything() {
        var session = generous.session();
        session.post(Fixture.request(1, "slow"));
        flood(generous.service.held());
        var other = generous.connect();
        for (int id = 2; id < 100; id++) {
            session.post(other, Fixture.request(id, "echo"));
            assertThat(other.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aSlowReaderOfHttpSseLosesItsSession() {
        var client = strict.connect();
        client.request("GET", "/sse", "", "accept: text/event-stream");
        client.head();
        var session = strict.service.opened();
        for (int i = 0; i < MANY; i++) {
            session.tell(large(i));
        }
        assertThat(strict.service.closed()).isEqualTo(session);
    }
}
