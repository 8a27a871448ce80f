package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static io.tieline.http.Backends.handshake;
import static io.tieline.http.Backends.initialize;
import static io.tieline.http.Backends.initializeResult;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.HttpBackendSettings.Transport;
import io.tieline.session.backend.Link;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pauses in an event stream prove nothing about whoever is at work behind it (scenario 181). */
final class SilentStreamTest {

    private static final String LOG =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
                    + "\"params\":{\"level\":\"info\",\"data\":\"\"}}";
    private static final String COMMENT = ": keep-alive\n\n";
    private static final String EVENT = "data: " + LOG + "\n\n";
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int RHYTHM = 12;

    private final ManualTimers timers = new ManualTimers();
    private final Heard listener = new Heard();
    private final Heard called = new Heard();

    /** What the server sends on its stream, piece by piece. */
    private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();

    private void stream(ScriptedServer.Reply reply) throws Exception {
        reply.events();
        while (true) {
            reply.piece(pieces.take());
        }
    }

    /** Sends the pieces, each after a pause, and waits until the client has read them. */
    private void send(Heard reader, int comments) throws InterruptedException {
        for (int i = 0; i < comments; i++) {
            timers.advance(INTERVAL);
            pieces.add(COMMENT);
            pieces.add(EVENT);
            reader.message();
        }
        if (comments == 0) {
            pieces.add(EVENT);
            reader.message();
        }
    }

    private void longSilence() {
        for (int i = 0; i < 10; i++) {
            timers.advance(LONG);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, RHYTHM})
    void anAnswerIsWaitedForHoweverManyCommentsCameBefore(int comments) throws Exception {
        try (var all =
                new Backends(Backends.with(timers), handshake((request, reply) -> stream(reply)))) {
            all.open(listener).request(call(1), called);
            send(called, comments);
            longSilence();
            pieces.add("data: " + answer(1, "{}") + "\n\n");
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
            assertThat(all.server.next().isPost()).isTrue();
            assertThat(all.server.hasReceivedNothingElse()).isTrue();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, RHYTHM})
    void aSessionOverHttpSseIsNotLostByIdleness(int comments) throws Exception {
        var settings = Backends.with(timers).withTransport(Transport.SSE);
        try (var all =
                new Backends(
                        settings,
                        (request, reply) -> {
                            if (request.isPost()) {
                                reply.status("202 Accepted");
                            } else {
                                stream(reply);
                            }
                        })) {
            pieces.add("event: endpoint\ndata: /messages\n\n");
            pieces.add("data: " + initializeResult("0") + "\n\n");
            var link = all.connect(listener);
            link.request(initialize(), called);
            listener.message();
            assertThat(all.server.next().method()).isEqualTo("GET");
            assertThat(all.server.next().isPost()).isTrue();
            send(listener, comments);
            longSilence();
            link.request(call(1), called);
            pieces.add("data: " + answer(1, "{}") + "\n\n");
            assertThat(listener.message()).isEqualTo(answer(1, "{}"));
            assertThat(called.nothingElse()).isTrue();
        }
    }

    private Backends withStream() {
        return new Backends(
                Backends.with(timers),
                (request, reply) -> {
                    if (request.method().equals("GET")) {
                        stream(reply);
                    } else if (request.body().contains("initialized")) {
                        reply.status("202 Accepted");
                    } else if (request.body().contains("initialize")) {
                        reply.json(initializeResult("0"), "Mcp-Session-Id: " + Backends.SESSION);
                    } else {
                        reply.awaitClose(); // Its tool keeps it from everything.
                    }
                });
    }

    private Link open(Backends all) throws InterruptedException {
        var link = all.connect(listener);
        link.request(initialize(), called);
        called.message();
        link.opened(Revision.V2025_11_25);
        link.send(Notification.of(Method.INITIALIZED, null));
        for (int i = 0; i < 3; i++) {
            all.server.next();
        }
        return link;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void theStreamForNewsIsLeftInPeaceByAFewComments(int comments) throws Exception {
        try (var all = withStream()) {
            open(all);
            send(listener, comments);
            longSilence();
            send(listener, 0);
            assertThat(all.server.hasReceivedNothingElse()).isTrue();
        }
    }

    @Test
    void theStreamForNewsIsOpenedAgainWhenALongRhythmStops() throws Exception {
        try (var all = withStream()) {
            open(all);
            send(listener, RHYTHM);
            timers.advance(INTERVAL.multipliedBy(4).minusMillis(1));
            SettledLoops.await(all.loops);
            assertThat(all.server.hasReceivedNothingElse()).isTrue();
            timers.advance(Duration.ofMillis(1));
            timers.awaitAlarm(Duration.ofMillis(500));
            timers.advance(Duration.ofMillis(500));
            assertThat(all.server.next().method()).isEqualTo("GET");
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void aCallThatKeepsItsServerFromItsKeepAlivesCostsNeitherStreamNorCall() throws Exception {
        try (var all = withStream()) {
            var link = open(all);
            send(listener, RHYTHM);
            link.request(call(1), called);
            assertThat(all.server.next().body()).contains("tools/call");
            longSilence();
            SettledLoops.await(all.loops);
            assertThat(all.server.hasReceivedNothingElse()).isTrue();
            assertThat(called.nothingElse()).isTrue();
            send(listener, 1);
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void aListenOfTheStatelessEraFailsWhenALongRhythmStopsAndNothingElseDoes() throws Exception {
        var headers = new Heard(Map.of("mcp-protocol-version", "2026-07-28"));
        try (var all = new Backends(Backends.with(timers), (request, reply) -> stream(reply))) {
            var listen = Request.of(Id.of(7), Method.SUBSCRIPTIONS_LISTEN, Json.EMPTY_OBJECT);
            all.connect(listener).request(listen, headers);
            send(headers, 3);
            longSilence();
            send(headers, RHYTHM);
            timers.advance(LONG.multipliedBy(50));
            assertThat(headers.failure().message()).contains("cannot be resumed");
            assertThat(listener.nothingElse()).isTrue();
        }
    }
}
