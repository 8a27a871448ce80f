package io.tieline.http;

import static io.tieline.http.Backends.initialize;
import static io.tieline.http.Backends.initializeResult;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Environment;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream for what belongs to no request. */
final class GetStreamTest {

    private static final String CHANGED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";

    private static final Duration USUAL = Duration.ofMillis(500);

    private final ManualTimers timers = new ManualTimers();
    private final Heard listener = new Heard();
    private final BlockingQueue<Incident> incidents = new LinkedBlockingQueue<>();

    private Backends server(ScriptedServer.Script get) {
        var observer =
                new Observer() {
                    @Override
                    public void happened(Incident incident) {
                        incidents.add(incident);
                    }
                };
        return new Backends(
                HttpBackendSettings.DEFAULT.withEnvironment(
                        new Environment(timers, () -> 0, observer)),
                (request, reply) -> {
                    if (request.method().equals("GET")) {
                        get.serve(request, reply);
                    } else if (request.body().contains("initialized")) {
                        reply.status("202 Accepted");
                    } else {
                        reply.json(initializeResult("0"), "Mcp-Session-Id: " + Backends.SESSION);
                    }
                });
    }

    private Link open(Backends all) throws InterruptedException {
        var link = all.connect(listener);
        var initialize = new Heard();
        link.request(initialize(), initialize);
        initialize.message();
        link.opened(Revision.V2025_11_25);
        link.send(Notification.of(Method.INITIALIZED, null));
        all.server.next();
        all.server.next();
        return link;
    }

    @Test
    void whatItBringsReachesTheListener() throws Exception {
        var held = new CountDownLatch(1);
        try (var all =
                server((request, reply) -> {
                    reply.events();
                    reply.event(CHANGED);
                    held.await();
                })) {
            open(all);
            assertThat(listener.message()).isEqualTo(CHANGED);
            held.countDown();
        }
    }

    @Test
    void itIsOpenedAgainBehindItsLastEventWhenTheServerSaysSo() throws Exception {
        try (var all =
                server((request, reply) -> {
                    reply.events();
                    if (request.header("last-event-id").isEmpty()) {
                        reply.piece("id: g-1\nretry: 1234\ndata: " + CHANGED + "\n\n");
                        reply.end();
                    } else {
                        reply.event(CHANGED);
                        reply.awaitClose();
                    }
                })) {
            var link = open(all);
            assertThat(all.server.next().headers()).doesNotContainKey("last-event-id");
            listener.message();
            timers.awaitAlarm(Duration.ofMillis(1234));
            timers.advance(Duration.ofMillis(1234));
            assertThat(all.server.next().header("last-event-id")).isEqualTo("g-1");
            assertThat(listener.message()).isEqualTo(CHANGED);
            link.close();
            assertThat(all.server.next().method()).isEqualTo("DELETE");
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    /** Scenario 62. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "405 Method Not Allowed",
                "404 Not Found",
                "400 Bad Request",
                "401 Unauthorized",
                "501 Not Implemented",
                "200 OK"
            })
    void aServerThatOffersNoneIsLeftInPeace(String status) throws Exception {
        try (var all = server((request, reply) -> reply.status(status))) {
            var link = open(all);
            assertThat(all.server.next().method()).isEqualTo("GET");
            timers.advance(Duration.ofHours(1));
            var again = new Heard();
            link.request(Backends.call(0), again);
            again.message();
            assertThat(all.server.next().method()).isEqualTo("POST");
            timers.advance(Duration.ofHours(1));
            assertThat(all.server.hasReceivedNothingElse()).isTrue();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void aServerThatEndsItAgainAndAgainIsAskedLessAndLessOften() throws Exception {
        var gets = new AtomicInteger();
        try (var all =
                server((request, reply) -> {
                    if (gets.incrementAndGet() % 2 == 0) {
                        reply.cut();
                    } else {
                        reply.events();
                        reply.end();
                    }
                })) {
            open(all);
            for (int millis : new int[] {500, 500, 500, 800, 1600, 3200, 6400}) {
                all.server.next();
                timers.awaitAlarm(Duration.ofMillis(millis));
                timers.advance(Duration.ofMillis(millis));
            }
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    /** A server that knows only POST may fail at each GET, and its calls work all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"500 Internal Server Error", ""})
    void aServerThatFailsAtEachGetIsLeftInPeaceAfterSome(String status) throws Exception {
        try (var all =
                server((request, reply) -> {
                    if (status.isEmpty()) {
                        reply.cut();
                    } else {
                        reply.status(status);
                    }
                })) {
            open(all);
            for (int millis : new int[] {500, 500, 500, 800, 1600}) {
                assertThat(all.server.next().method()).isEqualTo("GET");
                timers.awaitAlarm(Duration.ofMillis(millis));
                timers.advance(Duration.ofMillis(millis));
            }
            assertThat(all.server.next().method()).isEqualTo("GET");
            assertThat(incidents.poll(10, TimeUnit.SECONDS)).isNotNull();
            timers.advance(Duration.ofHours(1));
            SettledLoops.await(all.loops);
            assertThat(all.server.hasReceivedNothingElse()).isTrue();
            assertThat(incidents).as("one line").isEmpty();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void aServerThatWantsToBeAskedAtOnceIsAskedLessAndLessOften() throws Exception {
        try (var all =
                server((request, reply) -> {
                    reply.events();
                    reply.piece("id: g\nretry: 0\ndata: " + CHANGED + "\n\n");
                    reply.end();
                })) {
            open(all);
            for (int millis : new int[] {100, 200, 400, 800, 1600, 3200, 6400}) {
                all.server.next();
                listener.message();
                timers.awaitAlarm(Duration.ofMillis(millis));
                assertThat(all.server.hasReceivedNothingElse()).isTrue();
                timers.advance(Duration.ofMillis(millis));
            }
        }
    }

    @Test
    void emptyEventsAreNoReasonToAskAgainAtOnce() throws Exception {
        try (var all =
                server((request, reply) -> {
                    reply.events();
                    reply.piece("retry: 0\ndata:\n\n");
                    reply.end();
                })) {
            open(all);
            for (int millis : new int[] {100, 200, 400, 800, 1600, 3200}) {
                all.server.next();
                timers.awaitAlarm(Duration.ofMillis(millis));
                timers.advance(Duration.ofMillis(millis));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 500", "3, 3000", "soon, 500", "99999999999, 500"})
    void aServerThatIsBusySaysHowLong(String after, int millis) throws Exception {
        try (var all =
                server((request, reply) ->
                        reply.status("503 Service Unavailable", "Retry-After: " + after))) {
            open(all);
            all.server.next();
            timers.awaitAlarm(Duration.ofMillis(millis));
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    private Backends afterOneStream(String status, String body, ScriptedServer.Script post) {
        var gets = new AtomicInteger();
        return new Backends(
                Backends.with(timers),
                (request, reply) -> {
                    if (request.method().equals("GET")) {
                        if (gets.incrementAndGet() > 1) {
                            reply.answer(status, "text/plain", body);
                        } else {
                            reply.events();
                            reply.end();
                        }
                    } else if (request.body().contains("ping")) {
                        post.serve(request, reply);
                    } else if (request.body().contains("initialized")) {
                        reply.status("202 Accepted");
                    } else {
                        reply.json(initializeResult("0"), "Mcp-Session-Id: " + Backends.SESSION);
                    }
                });
    }

    private void reopen(Backends all) throws InterruptedException {
        open(all);
        all.server.next();
        timers.awaitAlarm(USUAL);
        timers.advance(USUAL);
        assertThat(all.server.next().method()).isEqualTo("GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"404 Not Found", "410 Gone", "400 Bad Request"})
    void aServerThatHasForgottenTheSessionEndsTheLink(String status) throws Exception {
        try (var all =
                afterOneStream(
                        status,
                        "",
                        (_, reply) ->
                                reply.answer("404 Not Found", "text/plain", "Session not found"))) {
            reopen(all);
            assertThat(listener.failure().kind()).isEqualTo(Kind.SESSION_LOST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"404 Not Found", "403 Forbidden", "401 Unauthorized"})
    void aServerThatOffersItNoLongerHasForgottenNothingIfItAnswersAPing(String status)
            throws Exception {
        try (var all =
                afterOneStream(
                        status,
                        "",
                        (_, reply) -> reply.json(Backends.answer("\"tieline-probe\"", "{}")))) {
            reopen(all);
            assertThat(all.server.next().body()).contains("\"ping\"");
            timers.advance(Duration.ofHours(1));
            SettledLoops.await(all.loops);
            assertThat(all.server.hasReceivedNothingElse()).isTrue();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void oneOfABatchThatCannotBeReadSaysNothingOfTheOthers() throws Exception {
        try (var all =
                server((request, reply) -> {
                    reply.events();
                    reply.event("[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":NaN}," + CHANGED + "]");
                    reply.awaitClose();
                })) {
            open(all);
            assertThat(listener.message()).isEqualTo(CHANGED);
            assertThat(String.valueOf(listener.unreadable().answers())).isEqualTo("1");
        }
    }

    @Test
    void whatCannotBeReadThereIsToldOrAnswered() throws Exception {
        try (var all =
                server((request, reply) -> {
                    reply.events();
                    reply.event("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":NaN}");
                    reply.event(
                            "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"ping\",\"params\":NaN}");
                    reply.awaitClose();
                })) {
            open(all);
            assertThat(String.valueOf(listener.unreadable().answers())).isEqualTo("1");
            assertThat(all.server.next().method()).isEqualTo("GET");
            assertThat(all.server.next().body()).contains("\"id\":8").contains("-32700");
        }
    }
}
