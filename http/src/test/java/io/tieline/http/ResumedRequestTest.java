package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static io.tieline.http.Backends.handshake;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scenario 79, behind: a stream that breaks in the middle of a call is taken up again where it
 * broke.
 */
final class ResumedRequestTest {

    private static final String LOG =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"ü%s\"}}";

    /** What a client waits if the server does not say. */
    private static final Duration USUAL = Duration.ofMillis(500);

    private final ManualTimers timers = new ManualTimers();
    private final Heard listener = new Heard();
    private final Heard called = new Heard();

    @Test
    void theServersRetryIsKeptToTheMillisecond() throws Exception {
        try (var all =
                new Backends(
                        Backends.with(timers),
                        handshake((request, reply) -> {
                            if (request.isPost()) {
                                reply.events();
                                reply.piece("id: e-1\nretry: 321\ndata:\n\n");
                                reply.end();
                            } else {
                                reply.events();
                                reply.event("e-2", answer(1, "{}"));
                                reply.end();
                            }
                        }))) {
            var link = all.open(listener);
            link.request(call(1), called);
            assertThat(all.server.next().method()).isEqualTo("POST");
            timers.awaitAlarm(Duration.ofMillis(321));
            timers.advance(Duration.ofMillis(320));
            assertThat(all.server.hasReceivedNothingElse()).isTrue();
            timers.advance(Duration.ofMillis(1));
            var resumed = all.server.next();
            assertThat(resumed.method()).isEqualTo("GET");
            assertThat(resumed.header("last-event-id")).isEqualTo("e-1");
            assertThat(resumed.header("mcp-session-id")).isEqualTo(Backends.SESSION);
            assertThat(resumed.header("accept")).isEqualTo("text/event-stream");
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
            assertThat(called.nothingElse()).isTrue();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void scenario79WhereverTheStreamIsCutEachEventArrivesOnce() throws Exception {
        var events =
                "retry: 0\nid: 1\ndata: "
                        + LOG.formatted("one")
                        + "\n\nid: 2\ndata: "
                        + LOG.formatted("two")
                        + "\n\nid: 3\ndata: "
                        + answer(1, "{\"done\":true}")
                        + "\n\n";
        var bytes = events.getBytes(UTF_8);
        int first = firstEventEnd(bytes);
        var cutAt = new AtomicInteger(first);
        try (var all =
                new Backends(
                        handshake((request, reply) -> cut(request, reply, bytes, cutAt.get())))) {
            var link = all.open(listener);
            for (int cut = first; cut <= bytes.length; cut++) {
                cutAt.set(cut);
                var each = new Heard();
                link.request(call(1), each);
                assertThat(each.message()).as("cut at " + cut).isEqualTo(LOG.formatted("one"));
                assertThat(each.message()).as("cut at " + cut).isEqualTo(LOG.formatted("two"));
                assertThat(each.message()).isEqualTo(answer(1, "{\"done\":true}"));
                assertThat(each.nothingElse()).isTrue();
            }
        }
    }

    @Test
    void whereverTheStreamIsCutBeforeItsFirstEventTheRequestFails() throws Exception {
        var bytes = ("id: 1\ndata: " + answer(1, "{}") + "\n\n").getBytes(UTF_8);
        var cutAt = new AtomicInteger();
        try (var all =
                new Backends(
                        handshake((request, reply) -> cut(request, reply, bytes, cutAt.get())))) {
            var link = all.open(listener);
            for (int cut = 0; cut < bytes.length; cut++) {
                cutAt.set(cut);
                var each = new Heard();
                link.request(call(1), each);
                var failure = each.failure();
                assertThat(failure.kind()).as("cut at " + cut).isEqualTo(Kind.GONE);
                assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
            }
        }
    }

    @Test
    void aResetConnectionIsResumedToo() throws Exception {
        var read = new CountDownLatch(1);
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            reply.events();
                            if (request.isPost()) {
                                reply.piece("id: 1\nretry: 0\ndata: " + LOG.formatted("") + "\n\n");
                                read.await();
                                reply.reset();
                            } else {
                                reply.event(answer(1, "{}"));
                                reply.end();
                            }
                        }))) {
            all.open(listener).request(call(1), called);
            called.message();
            read.countDown();
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
        }
    }

    /** Begins a stream that can be resumed, and breaks it off. */
    private static void breakOff(ScriptedServer.Reply reply) throws IOException {
        reply.events();
        reply.event("e-1", LOG.formatted(""));
        reply.cut();
    }

    @ParameterizedTest
    @ValueSource(strings = {"405 Method Not Allowed", "400 Bad Request", "401 Unauthorized"})
    void aServerThatCannotResumeFailsTheRequest(String status) throws Exception {
        try (var all =
                new Backends(
                        Backends.with(timers),
                        handshake((request, reply) -> {
                            if (request.isPost()) {
                                breakOff(reply);
                            } else {
                                reply.status(status);
                            }
                        }))) {
            all.open(listener).request(call(1), called);
            called.message();
            timers.awaitAlarm(USUAL);
            timers.advance(USUAL);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.GONE);
            assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
            assertThat(failure.message())
                    .contains("cannot be resumed")
                    .contains("status " + status.substring(0, 3));
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void aSessionThatIsLostInBetweenIsLost() throws Exception {
        try (var all =
                new Backends(
                        Backends.with(timers),
                        handshake((request, reply) -> {
                            if (request.body().contains("tools/call")) {
                                breakOff(reply);
                            } else {
                                reply.status("404 Not Found");
                            }
                        }))) {
            all.open(listener).request(call(1), called);
            called.message();
            timers.awaitAlarm(USUAL);
            timers.advance(USUAL);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.SESSION_LOST);
            assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
            assertThat(listener.failure().kind()).isEqualTo(Kind.SESSION_LOST);
        }
    }

    @Test
    void aServerThatIsAwayForAMomentIsAskedAgainAndThenNoMore() throws Exception {
        var gets = new AtomicInteger();
        try (var all =
                new Backends(
                        Backends.with(timers),
                        handshake((request, reply) -> {
                            if (request.isPost()) {
                                breakOff(reply);
                            } else if (gets.incrementAndGet() % 2 == 0) {
                                reply.status("503 Service Unavailable");
                            } else {
                                reply.cut();
                            }
                        }))) {
            all.open(listener).request(call(1), called);
            called.message();
            for (int millis : new int[] {500, 500, 500, 800, 1600}) {
                timers.awaitAlarm(Duration.ofMillis(millis));
                timers.advance(Duration.ofMillis(millis));
            }
            assertThat(called.failure().kind()).isEqualTo(Kind.GONE);
            assertThat(gets).hasValue(5);
        }
    }

    @Test
    void aServerThatHasTheClientPollAtOnceIsPolledLessAndLessOften() throws Exception {
        var gets = new AtomicInteger();
        try (var all =
                new Backends(
                        Backends.with(timers),
                        handshake((request, reply) -> {
                            reply.events();
                            if (request.isPost()) {
                                reply.piece("id: 0\nretry: 0\ndata:\n\n");
                            } else if (gets.incrementAndGet() < 20) {
                                reply.piece("id: " + gets + "\ndata:\n\n");
                            } else {
                                reply.event(
                                        answer(
                                                1,
                                                "{\"after\":"
                                                        + request.header("last-event-id")
                                                        + "}"));
                            }
                            reply.end();
                        }))) {
            all.open(listener).request(call(1), called);
            for (int poll = 0; poll < 20; poll++) {
                var wait = Duration.ofMillis(Math.min(5_000, 100L << Math.min(poll, 6)));
                timers.awaitAlarm(wait);
                timers.advance(wait);
            }
            assertThat(called.message()).isEqualTo(answer(1, "{\"after\":19}"));
            assertThat(gets).hasValue(20);
        }
    }

    @Test
    void aRequestThatIsReleasedWhileItWaitsIsNotResumed() throws Exception {
        try (var all =
                new Backends(
                        Backends.with(timers), handshake((request, reply) -> breakOff(reply)))) {
            var link = all.open(listener);
            link.request(call(1), called);
            called.message();
            timers.awaitAlarm(USUAL);
            link.release(called);
            timers.awaitNoAlarm(USUAL);
            assertThat(called.nothingElse()).isTrue();
        }
    }

    @Test
    void malformedEventsAreSkippedAndCounted() throws Exception {
        var counted = new AtomicInteger();
        var observer =
                new Observer() {
                    @Override
                    public void counted(Count what, String detail) {
                        counted.incrementAndGet();
                    }
                };
        var settings =
                HttpBackendSettings.DEFAULT.withEnvironment(
                        new Environment(timers, new Random(1), observer));
        try (var all =
                new Backends(
                        settings,
                        handshake((request, reply) -> {
                            reply.events();
                            reply.event("{\"jsonrpc\":");
                            reply.piece("event: custom\ndata: not ours\n\n");
                            reply.event("nonsense");
                            reply.event(answer(1, "{}"));
                            reply.end();
                        }))) {
            all.open(listener).request(call(1), called);
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
            assertThat(counted).hasValue(2);
        }
    }

    @Test
    void aStreamThatEndsAfterSomethingMalformedIsNotResumed() throws Exception {
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            reply.events();
                            reply.event("e-1", "nonsense");
                            reply.end();
                        }))) {
            all.open(listener).request(call(1), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.BROKE_PROTOCOL);
            assertThat(failure.message()).contains("malformed instead of an answer");
        }
    }

    @Test
    void aStreamThatIsCutAfterSomethingMalformedIsResumed() throws Exception {
        try (var all =
                new Backends(
                        Backends.with(timers),
                        handshake((request, reply) -> {
                            reply.events();
                            if (request.isPost()) {
                                reply.event("e-1", "hello");
                                reply.cut();
                            } else {
                                reply.event("e-2", answer(1, "{}"));
                                reply.end();
                            }
                        }))) {
            all.open(listener).request(call(1), called);
            all.server.next();
            timers.awaitAlarm(USUAL);
            timers.advance(USUAL);
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
        }
    }

    @Test
    void aStreamOfNonsenseFailsTheRequest() throws Exception {
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            reply.events();
                            for (int i = 0; i < 1_000; i++) {
                                reply.event("nonsense");
                            }
                            reply.awaitClose();
                        }))) {
            all.open(listener).request(call(1), called);
            assertThat(called.failure().kind()).isEqualTo(Kind.BROKE_PROTOCOL);
        }
    }

    @Test
    void aMalformedAnswerFailsItsRequestAtOnce() throws Exception {
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            reply.events();
                            reply.event(
                                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{}}");
                            reply.awaitClose();
                        }))) {
            all.open(listener).request(call(1), called);
            assertThat(called.failure().kind()).isEqualTo(Kind.BROKE_PROTOCOL);
        }
    }

    private static int firstEventEnd(byte[] bytes) {
        int at = 1;
        while (bytes[at - 1] != '\n' || bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    /** The first response ends at this byte, the next one goes on behind the event it names. */
    private static void cut(
            ScriptedServer.Received request, ScriptedServer.Reply reply, byte[] events, int cut)
            throws Exception {
        if (request.isPost()) {
            reply.raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            reply.raw(Arrays.copyOf(events, cut));
            reply.cut();
            return;
        }
        var text = new String(events, UTF_8);
        var seen = "id: " + request.header("last-event-id") + "\n";
        var rest = text.substring(text.indexOf("\n\n", text.indexOf(seen)) + 2);
        reply.events();
        reply.piece(": resumed\n\n" + rest);
        reply.end();
    }
}
