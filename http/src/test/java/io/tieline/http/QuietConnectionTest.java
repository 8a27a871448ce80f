package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.settings.HttpLimits;
import io.tieline.http.settings.StreamSettings;
import io.tieline.session.client.SessionSettings;
import io.tieline.wire.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens on connections on which nothing happens. */
final class QuietConnectionTest {

    private static final Duration IDLE = HttpLimits.DEFAULT.idle();
    private static final Duration HEAD = HttpLimits.DEFAULT.head();
    private static final Duration REQUEST = HttpLimits.DEFAULT.request();
    private static final Duration KEEP_ALIVE = StreamSettings.DEFAULT.keepAlive();
    private static final Duration PATIENCE = StreamSettings.DEFAULT.patience();

    private final ManualTimers timers = new ManualTimers();
    private final Fixture fixture = new Fixture(settings -> settings, timers);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws Exception {
        var client = fixture.connect();
        timers.awaitAlarm(IDLE);
        timers.advance(IDLE);
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void aConnectionThatHasFallenSilentIsClosed() throws Exception {
        var client = fixture.session().post(Fixture.request(1, "echo"));
        client.answer();
        timers.awaitAlarm(IDLE);
        timers.advance(IDLE);
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void aConnectionThatWasUsedMeanwhileIsGivenMoreTime() throws Exception {
        var session = fixture.session();
        var client = session.post(Fixture.request(1, "echo"));
        client.answer();
        timers.awaitAlarm(IDLE);
        timers.advance(IDLE.minusSeconds(1));
        session.post(client, Fixture.request(2, "echo"));
        client.answer();
        timers.advance(Duration.ofSeconds(1));
        timers.awaitAlarm(IDLE.minusSeconds(1));
        session.post(client, Fixture.request(3, "echo"));
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void aSessionIsNotTakenForLeftWhoseConnectionWeHaveClosedOurselves() throws Exception {
        var session = fixture.session();
        var client = session.post(Fixture.request(1, "echo"));
        client.answer();
        timers.awaitAlarm(IDLE);
        timers.advance(IDLE);
        assertThat(client.isClosedByServer()).isTrue();
        timers.advance(SessionSettings.DEFAULT.disconnected().multipliedBy(2));
        assertThat(session.core.isOpen()).isTrue();
        timers.advance(SessionSettings.DEFAULT.idle());
        assertThat(fixture.service.closed()).isEqualTo(session.core);
    }

    @Test
    void aSessionWhoseClientHasEndedItsConnectionsEndsSoonerThanOneWhoseClientIsThere() {
        var life =
                SessionSettings.DEFAULT
                        .withIdle(Duration.ofHours(1))
                        .withDisconnected(Duration.ofMillis(100));
        try (var server = new Fixture(settings -> settings.withSessions(life))) {
            var there = server.session();
            var listening = server.session();
            listening.get().head();
            var gone = server.session();
            for (var session : List.of(there, listening, gone)) {
                session.post(Fixture.request(1, "echo")).answer();
            }
            gone.post(Fixture.request(2, "echo")).answer();
            gone.disconnect();
            assertThat(server.service.closed()).isEqualTo(gone.core);
            assertThat(gone.core.end()).contains("has left");
            assertThat(there.core.isOpen()).isTrue();
            assertThat(listening.core.isOpen()).isTrue();
        }
    }

    @Test
    void aConnectionWithACallInFlightIsNotClosed() {
        var session = fixture.session();
        var client = session.post(Fixture.request(1, "slow"), "accept: application/json");
        var exchange = fixture.service.held();
        for (int i = 0; i < 3; i++) {
            timers.advance(IDLE);
        }
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.answer().status()).isEqualTo(200);
    }

    @Test
    void aConnectionWithAStreamIsNotClosed() {
        var session = fixture.session();
        var client = session.get();
        client.head();
        for (int i = 0; i < 3; i++) {
            timers.advance(IDLE);
        }
        session.core.tell(ScriptedService.log("still there"));
        assertThat(client.message()).isEqualTo(ScriptedService.log("still there").json());
    }

    @Test
    void aRequestThatDoesNotArriveIsGivenUp() throws Exception {
        var client = fixture.connect();
        client.write("POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n1");
        timers.awaitAlarm(REQUEST);
        timers.advance(REQUEST);
        assertThat(client.answer().status()).isEqualTo(408);
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET /mcp HTTP/1.1\r\n", "GET /mcp HTTP/1.1\r\nhost: loc"})
    void aHeadThatDoesNotArriveIsGivenUp(String beginning) throws Exception {
        var client = fixture.connect();
        client.write(beginning);
        timers.awaitAlarm(HEAD);
        timers.advance(HEAD);
        var answer = client.answer();
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.json().text("error", "message")).contains("head", "30 s");
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void aHeadThatTricklesIsGivenUpAfterTheSameTime() throws Exception {
        var client = fixture.session().post(Fixture.request(1, "echo"));
        client.answer();
        client.write("G");
        timers.awaitAlarm(HEAD);
        for (var next : "ET ".split("", -1)) {
            timers.advance(HEAD.dividedBy(4));
            client.write(next);
        }
        timers.advance(HEAD.dividedBy(4));
        assertThat(client.answer().status()).isEqualTo(408);
    }

    @Test
    void theTimeOfARequestBeginsWithItsFirstByte() throws Exception {
        var client = fixture.connect();
        client.write("POST /mcp HTTP/1.1\r\nhost: localhost\r\n");
        timers.awaitAlarm(HEAD);
        timers.advance(HEAD.minusSeconds(1));
        client.write("content-length: 9\r\nexpect: 100-continue\r\n\r\n");
        assertThat(client.head().status()).isEqualTo(100);
        timers.advance(Duration.ofSeconds(1));
        timers.awaitAlarm(REQUEST.minus(HEAD));
        timers.advance(REQUEST.minus(HEAD));
        var answer = client.answer();
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.json().text("error", "message")).contains("request", "300 s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /mcp HT",
                "POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n1"
            })
    void aRequestThatWasBegunBehindAnotherOneIsGivenUpToo(String beginning) throws Exception {
        var session = fixture.session();
        var client = session.post(Fixture.request(1, "slow"), "accept: application/json");
        client.write(beginning);
        var exchange = fixture.service.held();
        timers.advance(REQUEST);
        exchange.finish(Json.EMPTY_OBJECT);
        assertThat(client.answer().status()).isEqualTo(200);
        var limit = beginning.endsWith("1") ? REQUEST : HEAD;
        timers.awaitAlarm(limit);
        timers.advance(limit);
        assertThat(client.answer().status()).isEqualTo(408);
    }

    @Test
    void blankLinesBehindARequestBeginNone() throws Exception {
        var session = fixture.session();
        var client = session.post(Fixture.request(1, "echo"));
        client.answer();
        client.write("\r\n\r\n");
        session.post(client, Fixture.request(2, "echo"));
        assertThat(client.answer().status()).isEqualTo(200);
        client.write("\r\n");
        session.post(Fixture.request(3, "echo")).answer();
        timers.awaitNoAlarm(HEAD);
    }

    @Test
    void aSilentStandaloneStreamIsKeptAlive() throws Exception {
        var client = fixture.session().get();
        keptAlive(client);
    }

    @Test
    void aSilentStreamOfARequestIsKeptAlive() throws Exception {
        var client = fixture.session().post(Fixture.request(1, "slow"));
        fixture.service.held();
        timers.awaitAlarm(PATIENCE);
        timers.advance(PATIENCE);
        keptAlive(client);
    }

    @Test
    void aSilentStreamOfHttpSseIsKeptAlive() throws Exception {
        var client = fixture.connect();
        client.request("GET", "/sse", "", "accept: text/event-stream");
        keptAlive(client);
    }

    @Test
    void aStreamThatSpeaksNeedsNoComments() throws Exception {
        var session = fixture.session();
        var client = session.get();
        client.head();
        timers.awaitAlarm(KEEP_ALIVE);
        timers.advance(KEEP_ALIVE.minusSeconds(5));
        session.core.tell(ScriptedService.log(1));
        client.message();
        timers.advance(Duration.ofSeconds(5));
        timers.awaitAlarm(KEEP_ALIVE.minusSeconds(5));
        assertThat(client.comments()).doesNotContain("keep-alive");
    }

    private void keptAlive(RawClient client) throws InterruptedException {
        assertThat(client.head().streams()).isTrue();
        for (int i = 0; i < 2; i++) {
            timers.awaitAlarm(KEEP_ALIVE);
            timers.advance(KEEP_ALIVE);
            client.awaitComment("keep-alive");
        }
    }
}
