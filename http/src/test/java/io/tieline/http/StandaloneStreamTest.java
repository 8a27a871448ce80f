package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.settings.StreamSettings;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stream that a client opens with GET, for what belongs to none of its requests. */
final class StandaloneStreamTest {

    private static final Duration WINDOW = StreamSettings.DEFAULT.resumeWindow();

    private final ManualTimers timers = new ManualTimers();
    private final Fixture fixture = new Fixture(settings -> settings, timers);

    @AfterEach
    void close() {
        fixture.close();
    }

    private static void tell(Fixture.Session session, Object log) {
        session.core.tell(ScriptedService.log(log));
    }

    @Test
    void whatBelongsToNoRequestIsToldThere() {
        var session = fixture.session();
        var client = open(session);
        tell(session, "aside");
        assertThat(client.message()).isEqualTo(ScriptedService.log("aside").json());
    }

    @Test
    void whatBelongsToARequestIsNotToldThere() {
        var session = fixture.session();
        var standalone = open(session);
        var post = session.post(Fixture.request(1, "slow"));
        var exchange = fixture.service.held();
        exchange.tell(ScriptedService.log("of the request"));
        exchange.finish(Json.EMPTY_OBJECT);
        tell(session, "aside");
        assertThat(standalone.message()).isEqualTo(ScriptedService.log("aside").json());
        post.head();
        assertThat(post.messages()).hasSize(2);
    }

    @Test
    void whatIsToldBeforeItIsOpenWaitsForIt() {
        var session = fixture.session();
        tell(session, "early");
        assertThat(open(session).message()).isEqualTo(ScriptedService.log("early").json());
    }

    @Test
    void aSecondOneTakesThePlaceOfTheFirst() {
        var session = fixture.session();
        var first = open(session);
        var second = open(session);
        assertThat(first.ends()).isTrue();
        tell(session, "aside");
        assertThat(second.message()).isEqualTo(ScriptedService.log("aside").json());
    }

    @Test
    void aClientThatComesBackWithTheLastIdGetsWhatItMissed() throws Exception {
        var session = fixture.session();
        var client = open(session);
        tell(session, 1);
        client.event();
        var seen = client.event();
        tell(session, 2);
        cut(client);
        tell(session, 3);
        var resumed = session.get("last-event-id: " + seen.id());
        resumed.head();
        assertThat(resumed.message()).isEqualTo(ScriptedService.log(2).json());
        assertThat(resumed.message()).isEqualTo(ScriptedService.log(3).json());
        tell(session, 4);
        assertThat(resumed.message()).isEqualTo(ScriptedService.log(4).json());
    }

    @Test
    void aClientThatComesBackWithoutAnIdGetsWhatNobodyWasSent() throws Exception {
        var session = fixture.session(Revision.V2025_03_26);
        var client = open(session);
        tell(session, 1);
        client.message();
        cut(client);
        tell(session, 2);
        assertThat(open(session).message()).isEqualTo(ScriptedService.log(2).json());
    }

    @Test
    void aClientThatComesBackTooLateGetsWhatComesFromThenOn() throws Exception {
        var session = fixture.session();
        var client = open(session);
        tell(session, 1);
        client.event();
        var seen = client.event();
        cut(client);
        timers.advance(WINDOW);
        var late = session.get("last-event-id: " + seen.id());
        late.head();
        tell(session, 2);
        assertThat(late.message()).isEqualTo(ScriptedService.log(2).json());
    }

    @Test
    void eachConnectionBeginsWithAnEventThatPrimesItsClient() throws Exception {
        var session = fixture.session();
        var first = open(session);
        var priming = first.event();
        assertThat(priming.data()).isEmpty();
        assertThat(priming.retryMillis()).isEqualTo(1000);
        cut(first);
        tell(session, "missed");
        var resumed = session.get("last-event-id: " + priming.id());
        resumed.head();
        assertThat(resumed.event().id()).isNotEqualTo(priming.id());
        assertThat(resumed.message()).isEqualTo(ScriptedService.log("missed").json());
    }

    @Test
    void itEndsWithItsSession() {
        var session = fixture.session();
        var client = open(session);
        session.delete().answer();
        assertThat(client.ends()).isTrue();
    }

    @Test
    void aClientThatDoesNotTakeEventsIsToldSo() {
        var session = fixture.session();
        var client = fixture.connect();
        client.request(
                "GET", "/mcp", "", "accept: application/json", "mcp-session-id: " + session.id);
        assertThat(client.answer().status()).isEqualTo(406);
    }

    @Test
    void itNeedsASession() {
        var client = fixture.connect();
        client.request("GET", "/mcp", "", "accept: text/event-stream");
        assertThat(client.answer().status()).isEqualTo(400);
    }

    private static RawClient open(Fixture.Session session) {
        var client = session.get();
        assertThat(client.head().streams()).isTrue();
        return client;
    }

    private void cut(RawClient client) throws InterruptedException {
        client.cut();
        timers.awaitAlarm(WINDOW);
    }
}
