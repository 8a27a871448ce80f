package io.tieline.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.settings.StreamSettings;
import io.tieline.session.Observer;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scenario 79, in front: what happens to the answer of a request whose connection breaks.
 *
 * <p>Long because each way in which a connection can break is told from both its ends.
 */
final class ResumptionTest {

    private static final Duration WINDOW = StreamSettings.DEFAULT.resumeWindow();
    private static final int LOGS = 4;

    private final ManualTimers timers = new ManualTimers();
    private final Fixture fixture = new Fixture(Fixture::byUser, timers);

    @AfterEach
    void close() {
        fixture.close();
    }

    /** A request that is being answered with events. */
    private final class Call {

        final Fixture.Session session;
        final Exchange exchange;
        final CompletableFuture<@Nullable Json> cancelled = new CompletableFuture<>();
        RawClient client;
        String lastId = "";

        Call(Fixture.Session session, int id) {
            this.session = session;
            client = session.post(Fixture.request(id, "slow"));
            exchange = fixture.service.held();
            exchange.onCancel(cancelled::complete);
        }

        Call tell(Object... logs) {
            for (var log : logs) {
                exchange.tell(ScriptedService.log(log));
            }
            return this;
        }

        /** Reads the head, and events until one carries this log. */
        Call readUntil(Object log) {
            assertThat(client.head().streams()).isTrue();
            for (var text = next(); !text.contains(data(log)); text = next()) {
                assertThat(text).doesNotContain("result");
            }
            return this;
        }

        private String next() {
            var event = client.event();
            lastId = String.valueOf(event.id());
            return new String(event.data(), UTF_8);
        }

        Call cut() throws InterruptedException {
            client.cut();
            timers.awaitAlarm(WINDOW);
            return this;
        }

        Call resume() {
            client = session.get("last-event-id: " + lastId);
            return this;
        }

        /** The logs and the answer that this connection brings, until the end of the stream. */
        List<String> rest() {
            assertThat(client.head().streams()).isTrue();
            var rest = new ArrayList<String>();
            client.messages().forEach(message -> rest.add(text(message)));
            return rest;
        }
    }

    private static String text(Json message) {
        var log = message.text("params", "data");
        return log == null ? message.toString() : log;
    }

    private static String data(Object log) {
        return "\"data\":\"" + log + "\"";
    }

    private static String answer(int id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}";
    }

    @ParameterizedTest
    @EnumSource(value = Revision.class, mode = Mode.EXCLUDE, names = "V2026_07_28")
    void scenario79ABreakAfterAnyEventCostsNothingAndRepeatsNothing(Revision revision)
            throws Exception {
        var session = fixture.session(revision);
        for (int broken = 0; broken < LOGS; broken++) {
            for (int sent = broken; sent < LOGS; sent++) {
                var call = new Call(session, 1);
                for (int log = 0; log <= sent; log++) {
                    call.tell(log);
                }
                call.readUntil(broken).cut();
                var expected = new ArrayList<String>();
                for (int log = broken + 1; log < LOGS; log++) {
                    expected.add(String.valueOf(log));
                }
                for (int log = sent + 1; log < LOGS; log++) {
                    call.tell(log);
                }
                call.exchange.finish(Json.EMPTY_OBJECT);
                expected.add(answer(1));
                assertThat(call.resume().rest()).as("%d of %d", broken, sent).isEqualTo(expected);
            }
        }
    }

    @Test
    void aBreakAfterTheFirstEventWithoutDataCostsNothing() throws Exception {
        var call = new Call(fixture.session(), 1).tell(0);
        call.client.head();
        call.next();
        call.cut().tell(1).exchange.finish(Json.EMPTY_OBJECT);
        assertThat(call.resume().rest()).containsExactly("0", "1", answer(1));
    }

    @Test
    void aStreamBreaksAndGoesOnAnyNumberOfTimes() throws Exception {
        var call = new Call(fixture.session(), 1).tell(0).readUntil(0);
        for (int log = 1; log < 6; log++) {
            call.cut().tell(log).resume().readUntil(log);
        }
        call.exchange.finish(Json.EMPTY_OBJECT);
        assertThat(call.client.message()).hasToString(answer(1));
        assertThat(call.client.ends()).isTrue();
    }

    @Test
    void aStreamThatIsResumedWhileTheRequestRunsGoesOnLive() throws Exception {
        var call = new Call(fixture.session(), 1).tell(0).readUntil(0).cut();
        call.tell("missed").resume().readUntil("missed");
        call.tell("live");
        assertThat(call.next()).contains(data("live"));
        call.exchange.finish(Json.EMPTY_OBJECT);
        assertThat(call.next()).isEqualTo(answer(1));
    }

    @Test
    void losingTheConnectionIsNoCancellation() throws Exception {
        var call = new Call(fixture.session(), 1).tell(0).readUntil(0).cut();
        assertThat(call.cancelled).isNotDone();
        call.exchange.finish(Json.EMPTY_OBJECT);
        assertThat(call.resume().rest()).containsExactly(answer(1));
    }

    @Test
    void aRequestWhoseClientNeverComesBackIsCancelledAfterTheWindow() throws Exception {
        var call = new Call(fixture.session(), 1).tell(0).readUntil(0).cut();
        timers.advance(WINDOW);
        call.cancelled.get(10, TimeUnit.SECONDS);
        call.resume();
        assertThat(call.client.answer().status()).isEqualTo(400);
    }

    @Test
    void aRequestOfWhichNothingWasHeardIsCancelledAfterTheWindowToo() throws Exception {
        var call = new Call(fixture.session(), 1);
        call.cut();
        assertThat(call.cancelled).isNotDone();
        timers.advance(WINDOW);
        call.cancelled.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aClientThatHasNoEventIdCannotBeAsked() throws Exception {
        var call = new Call(fixture.session(), 1);
        call.cut();
        var refused = ScriptedService.ask(call.exchange, "?").get(10, TimeUnit.SECONDS);
        assertThat(refused.json().at("error")).isNotNull();
    }

    @Test
    void scenario79AQuestionThatWasOpenWhenTheConnectionBrokeIsAskedAgainAndAnswered()
            throws Exception {
        var call = new Call(fixture.session(), 1).tell(0).readUntil(0).cut();
        var answered = ScriptedService.ask(call.exchange, "Still there?");
        call.resume().client.head();
        var question = call.client.message();
        assertThat(question.text("method")).isEqualTo(Method.ELICITATION_CREATE);
        assertThat(call.session.post(Fixture.accepting(question)).answer().status()).isEqualTo(202);
        assertThat(answered.get(10, TimeUnit.SECONDS)).isInstanceOf(Result.class);
    }

    @Test
    void anAnswerIsKeptForTheWindowAndNotLonger() throws Exception {
        var call = new Call(fixture.session(), 1).tell(0).readUntil(0);
        call.exchange.finish(Json.EMPTY_OBJECT);
        timers.awaitAlarm(WINDOW);
        timers.advance(WINDOW.minusSeconds(1));
        assertThat(call.resume().rest()).containsExactly(answer(1));
        timers.advance(Duration.ofSeconds(2));
        assertThat(call.resume().client.answer().status()).isEqualTo(400);
    }

    @Test
    void anAnswerIsNotKeptForAClientThatHasShownThatItHasIt() throws Exception {
        var call = new Call(fixture.session(), 1).tell(0).readUntil(0);
        call.exchange.finish(Json.EMPTY_OBJECT);
        assertThat(call.client.message()).hasToString(answer(1));
        assertThat(call.client.ends()).isTrue();
        timers.awaitAlarm(WINDOW);
        call.session.post(call.client, Fixture.request(2, "echo")).answer();
        timers.awaitNoAlarm(WINDOW);
        assertThat(call.resume().client.answer().status()).isEqualTo(400);
    }

    @Test
    void theNextRequestOnAnOldConnectionSaysNothingAboutTheOneThatTookItsPlace() throws Exception {
        var call = new Call(fixture.session(), 1).tell(0).readUntil(0);
        var old = call.client;
        assertThat(call.resume().client.head().streams()).isTrue();
        assertThat(old.ends()).isTrue();
        call.tell(1).exchange.finish(Json.EMPTY_OBJECT);
        timers.awaitAlarm(WINDOW);
        call.session.post(old, Fixture.request(2, "echo")).answer();
        assertThat(call.resume().rest()).containsExactly("1", answer(1));
    }

    @Test
    void whoeverHasEverythingIsToldNotToComeBack() {
        var call = new Call(fixture.session(), 1).tell(0);
        call.exchange.finish(Json.EMPTY_OBJECT);
        call.client.head();
        while (!call.next().equals(answer(1))) {
            // the events before it
        }
        assertThat(call.resume().client.answer().status()).isEqualTo(204);
    }

    @Test
    void eachStreamBringsOnlyWhatBelongsToIt() throws Exception {
        var session = fixture.session();
        var one = new Call(session, 1).tell("one").readUntil("one").cut();
        var two = new Call(session, 2).tell("two").readUntil("two");
        two.client.cut();
        one.tell("more of one").exchange.finish(Json.EMPTY_OBJECT);
        two.tell("more of two").exchange.finish(Json.EMPTY_OBJECT);
        assertThat(two.resume().rest()).containsExactly("more of two", answer(2));
        assertThat(one.resume().rest()).containsExactly("more of one", answer(1));
    }

    @Test
    void aClientThatComesBackBeforeItsOldConnectionIsKnownToBeDeadIsServed() {
        var call = new Call(fixture.session(), 1).tell(0).readUntil(0);
        var dead = call.client;
        assertThat(call.resume().client.head().streams()).isTrue();
        assertThat(dead.ends()).isTrue();
        call.exchange.finish(Json.EMPTY_OBJECT);
        assertThat(call.client.message()).hasToString(answer(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "r", "rAAAAAAAAAAAAAAAA.0", "r.1.1", "x.-1", "x.99999999999999999999"})
    void anIdThatWasGuessedBringsNothing(String guess) {
        var call = new Call(fixture.session(), 1).tell("secret");
        var client = call.session.get("last-event-id: " + guess);
        assertThat(client.answer().status()).isEqualTo(400);
    }

    @Test
    void anIdOfAnotherSessionBringsNothingThoughItsOwnerAsks() {
        var call = new Call(fixture.session(), 1).tell("secret").readUntil("secret");
        var other = fixture.session().get("last-event-id: " + call.lastId);
        assertThat(other.answer().status()).isEqualTo(400);
    }

    @Test
    void anIdOfSomebodyElseBringsNothing() {
        var mine = fixture.session(Revision.V2025_11_25, "x-user: me");
        var call = new Call(mine, 1).tell("secret").readUntil("secret");
        var client = fixture.connect();
        client.request(
                "GET",
                "/mcp",
                "",
                "accept: text/event-stream",
                "x-user: somebody",
                "mcp-session-id: " + mine.id,
                "last-event-id: " + call.lastId);
        assertThat(client.answer().status()).isEqualTo(404);
    }

    @Test
    void nothingIsLeftOfASessionThatHasEnded() throws Exception {
        var call = new Call(fixture.session(), 1).tell(0).readUntil(0).cut();
        call.exchange.finish(Json.EMPTY_OBJECT);
        call.session.delete().answer();
        timers.awaitNoAlarm(WINDOW);
        assertThat(call.resume().client.answer().status()).isEqualTo(404);
    }

    @Test
    void aServerThatPausesLetsTheConnectionGoAndTheClientComesBackForTheAnswer() {
        var call = new Call(fixture.session(), 1);
        call.exchange.pause();
        assertThat(call.client.head().streams()).isTrue();
        var priming = call.client.event();
        assertThat(priming.data()).isEmpty();
        assertThat(priming.retryMillis()).isNotNull();
        assertThat(call.client.ends()).isTrue();
        call.lastId = String.valueOf(priming.id());
        call.exchange.finish(Json.EMPTY_OBJECT);
        assertThat(call.resume().rest()).containsExactly(answer(1));
    }

    @Test
    void aServerCannotPauseWhereClientsDoNotPoll() {
        var call = new Call(fixture.session(Revision.V2025_06_18), 1);
        call.exchange.pause();
        call.exchange.finish(Json.EMPTY_OBJECT);
        assertThat(call.client.answer().body()).isEqualTo(answer(1));
    }

    @Test
    void whatIsKeptIsBoundedAndTheAnswerIsNeverWhatGoes() throws Exception {
        try (var small = bounded(streams -> streams.withKept(3, 1_000_000, 1_000_000))) {
            assertThat(missed(small, 10)).containsExactly("8", "9", answer(1));
        }
    }

    @Test
    void anAnswerThatIsLongerThanTheBoundIsKeptAllTheSame() throws Exception {
        try (var small = bounded(streams -> streams.withKept(1_000, 700, 1_000_000))) {
            var session = small.session();
            var client = session.post(Fixture.request(1, "slow"));
            var exchange = small.service.held();
            exchange.tell(ScriptedService.log("first"));
            client.head();
            client.event();
            var seen = client.event();
            exchange.finish(Json.object("text", "x".repeat(2_000)));
            assertThat(client.message().get("result")).isNotNull();
            client.cut();
            var resumed = session.get("last-event-id: " + seen.id());
            resumed.head();
            assertThat(resumed.message().get("result")).isNotNull();
        }
    }

    @Test
    void questionsThatNobodyHasSeenAreKeptBeyondTheBound() throws Exception {
        try (var small = bounded(streams -> streams.withKept(1, 1_000_000, 1_000_000))) {
            var session = small.session();
            var client = session.post(Fixture.request(1, "slow"));
            var exchange = small.service.held();
            exchange.tell(ScriptedService.log("first"));
            client.head();
            client.event();
            var seen = client.event();
            client.cut();
            timers.awaitAlarm(WINDOW);
            for (int i = 0; i < 3; i++) {
                var _ = ScriptedService.ask(exchange, "Question " + i);
            }
            var resumed = session.get("last-event-id: " + seen.id());
            resumed.head();
            for (int i = 0; i < 3; i++) {
                assertThat(resumed.message().text("params", "message")).isEqualTo("Question " + i);
            }
        }
    }

    @Test
    void whatIsKeptIsBoundedInBytes() throws Exception {
        try (var small = bounded(streams -> streams.withKept(1_000, 700, 1_000_000))) {
            assertThat(missed(small, 20)).hasSizeBetween(2, 5).endsWith("19", answer(1));
        }
    }

    @Test
    void whatIsKeptOfAllStreamsOfASessionIsBounded() throws Exception {
        try (var small = bounded(streams -> streams.withKept(1_000, 1_000_000, 700))) {
            assertThat(missed(small, 20)).hasSizeBetween(2, 5).endsWith("19", answer(1));
        }
    }

    @Test
    void streamsThatHaveEndedMakeRoomForLaterOnes() throws Exception {
        try (var small = bounded(streams -> streams.withKept(1_000, 1_000_000, 400))) {
            var session = small.session();
            var ids = new ArrayList<String>();
            for (int id = 0; id < 3; id++) {
                var client = session.post(Fixture.request(id, "slow"));
                var exchange = small.service.held();
                exchange.tell(ScriptedService.log(id));
                client.head();
                ids.add(String.valueOf(client.event().id()));
                exchange.finish(Json.EMPTY_OBJECT);
                assertThat(client.ends()).isFalse();
                assertThat(client.ends()).isFalse();
                assertThat(client.ends()).isTrue();
            }
            var first = session.get("last-event-id: " + ids.getFirst());
            assertThat(first.answer().status()).isEqualTo(400);
            var latest = session.get("last-event-id: " + ids.getLast());
            assertThat(latest.head().streams()).isTrue();
        }
    }

    private Fixture bounded(UnaryOperator<StreamSettings> bound) {
        return new Fixture(
                settings -> settings.withStreams(bound.apply(StreamSettings.DEFAULT)), timers);
    }

    /** What a client gets that misses so many logs and the answer. */
    private List<String> missed(Fixture small, int logs) throws Exception {
        var session = small.session();
        var client = session.post(Fixture.request(1, "slow"));
        var exchange = small.service.held();
        exchange.tell(ScriptedService.log("first"));
        client.head();
        client.event();
        var seen = client.event();
        client.cut();
        timers.awaitAlarm(WINDOW);
        for (int log = 0; log < logs; log++) {
            exchange.tell(ScriptedService.log(log));
        }
        exchange.finish(Json.EMPTY_OBJECT);
        var resumed = session.get("last-event-id: " + seen.id());
        assertThat(resumed.head().streams()).isTrue();
        var rest = new ArrayList<String>();
        resumed.messages().forEach(message -> rest.add(text(message)));
        assertThat(small.counts).contains(Observer.Count.NOTIFICATION_DROPPED);
        return rest;
    }
}
