package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static io.tieline.http.Backends.handshake;
import static io.tieline.http.Backends.initialize;
import static io.tieline.http.Backends.initializeResult;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StreamableLinkTest {

    private static final String LOG =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":%d}}";
    private static final String QUESTION =
            "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"elicitation/create\",\"params\":{}}";

    private final Heard listener = new Heard();

    @Test
    void everyRequestCarriesWhatTheSpecificationAsksForAndTheConfiguredHeaders() throws Exception {
        var settings =
                HttpBackendSettings.DEFAULT.withHeaders(
                        Map.of("Authorization", "Bearer s3cret", "X-Team", "red"));
        try (var all =
                new Backends(
                        settings, handshake((request, reply) -> reply.json(answer(1, "{}"))))) {
            var link = all.connect(listener);
            var initialize = new Heard();
            link.request(initialize(), initialize);
            var first = all.server.next();
            assertThat(initialize.message()).isEqualTo(initializeResult("0"));
            link.opened(Revision.V2025_11_25);
            link.send(Notification.of(Method.INITIALIZED, null));
            var second = all.server.next();
            var third = all.server.next();
            var own = new Heard(Map.of("authorization", "Bearer other"));
            link.request(call(1), own);
            var fourth = all.server.next();

            assertThat(first.method()).isEqualTo("POST");
            assertThat(first.target()).isEqualTo("/mcp");
            assertThat(first.body()).isEqualTo(initialize().json().toString());
            assertThat(first.headers())
                    .isEqualTo(
                            Map.of(
                                    "host", all.server.authority(),
                                    "accept", "application/json, text/event-stream",
                                    "content-type", "application/json",
                                    "content-length", "" + first.body().length(),
                                    "user-agent", "tieline",
                                    "authorization", "Bearer s3cret",
                                    "x-team", "red"));
            assertThat(second.headers())
                    .containsEntry("mcp-session-id", Backends.SESSION)
                    .containsEntry("mcp-protocol-version", "2025-11-25");
            assertThat(third.method()).isEqualTo("GET");
            assertThat(third.headers())
                    .isEqualTo(
                            Map.of(
                                    "host", all.server.authority(),
                                    "accept", "text/event-stream",
                                    "user-agent", "tieline",
                                    "authorization", "Bearer s3cret",
                                    "x-team", "red",
                                    "mcp-session-id", Backends.SESSION,
                                    "mcp-protocol-version", "2025-11-25"));
            assertThat(fourth.headers())
                    .containsEntry("authorization", "Bearer other")
                    .containsEntry("x-team", "red");
            assertThat(own.message()).isEqualTo(answer(1, "{}"));
        }
    }

    @Test
    void revisionsBeforeTheVersionHeaderGetNone() throws Exception {
        try (var all = new Backends(handshake((request, reply) -> reply.json(answer(1, "{}"))))) {
            var link = all.connect(listener);
            link.request(initialize(), new Heard());
            all.server.next();
            link.opened(Revision.V2025_03_26);
            link.request(call(1), new Heard());
            assertThat(all.server.next().headers()).doesNotContainKey("mcp-protocol-version");
        }
    }

    /** Scenario 62. */
    @Test
    void aServerThatNamesNoSessionIsServedWithoutOne() throws Exception {
        try (var all =
                new Backends((request, reply) ->
                        reply.json(answer(request.body().contains("tools/call") ? 1 : 0, "{}")))) {
            var link = all.connect(listener);
            var initialize = new Heard();
            link.request(initialize(), initialize);
            initialize.message();
            var called = new Heard();
            link.request(call(1), called);
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
            all.server.next();
            assertThat(all.server.next().headers()).doesNotContainKey("mcp-session-id");
            link.close();
            var another = all.connect(listener);
            another.request(initialize(), new Heard());
            assertThat(all.server.next().method()).as("no DELETE in between").isEqualTo("POST");
        }
    }

    @Test
    void whatArrivesOnTheStreamOfARequestReachesThatRequestWhenTwoOverlap() throws Exception {
        var bothHere = new CountDownLatch(2);
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            int id = request.body().contains("\"id\":1") ? 1 : 2;
                            bothHere.countDown();
                            bothHere.await();
                            reply.events();
                            reply.event(LOG.formatted(id));
                            reply.event(QUESTION.formatted(70 + id));
                            reply.event(answer(id, "{\"n\":" + id + "}"));
                            reply.end();
                        }))) {
            var link = all.open(listener);
            var one = new Heard();
            var two = new Heard();
            link.request(call(1), one);
            link.request(call(2), two);
            assertThat(one.message()).isEqualTo(LOG.formatted(1));
            assertThat(two.message()).isEqualTo(LOG.formatted(2));
            assertThat(one.message()).isEqualTo(QUESTION.formatted(71));
            assertThat(two.message()).isEqualTo(QUESTION.formatted(72));
            assertThat(one.message()).isEqualTo(answer(1, "{\"n\":1}"));
            assertThat(two.message()).isEqualTo(answer(2, "{\"n\":2}"));
            assertThat(listener.nothingElse()).isTrue();
            assertThat(link.attributes()).isTrue();
        }
    }

    @Test
    void anAnswerIsPostedWithTheHeadersOfTheRequestThatWasAskedAbout() throws Exception {
        var answered = new CountDownLatch(1);
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            if (request.body().contains("tools/call")) {
                                reply.events();
                                reply.event(QUESTION.formatted(7));
                                answered.await();
                                reply.event(answer(1, "{}"));
                                reply.end();
                            } else {
                                reply.status("202 Accepted");
                                answered.countDown();
                            }
                        }))) {
            var link = all.open(listener);
            var called = new Heard(Map.of("x-user", "alice"));
            link.request(call(1), called);
            assertThat(called.message()).isEqualTo(QUESTION.formatted(7));
            link.send(Result.of(Id.of(7), Json.object("action", "decline")));
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
            all.server.next();
            var answer = all.server.next();
            assertThat(answer.body()).contains("\"id\":7").contains("decline");
            assertThat(answer.header("x-user")).isEqualTo("alice");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403 Forbidden, 1",
        "405 Method Not Allowed, 1",
        "500 Oops, 1",
        "502 Bad Gateway, 0",
        "503 Busy, 0",
        "504 Gateway Timeout, 0"
    })
    void whoRefusesLivesUnlessItMayBeAProxyThatSpeaksForIt(String status, int signs)
            throws Exception {
        try (var all = new Backends(handshake((_, reply) -> reply.status(status)))) {
            var link = all.open(listener);
            var called = new Heard();
            link.request(call(1), called);
            called.failure();
            assertThat(listener.signsOfLife()).isEqualTo(signs);
        }
    }

    @Test
    void nothingIsSentUntilTheServerHasHeardThatTheHandshakeIsOver() throws Exception {
        var heardOf = new CountDownLatch(1);
        try (var all =
                new Backends((request, reply) -> {
                    if (request.body().contains("initialized")) {
                        heardOf.await();
                        reply.status("202 Accepted");
                    } else {
                        reply.json(answer(request.body().contains("\"id\":0") ? 0 : 1, "{}"));
                    }
                })) {
            var link = all.connect(listener);
            var initialize = new Heard();
            link.request(initialize(), initialize);
            initialize.message();
            link.send(Notification.of(Method.INITIALIZED, null));
            link.request(call(1), new Heard());
            all.server.next();
            assertThat(all.server.next().body()).contains("initialized");
            assertThat(all.server.staysSilent()).isTrue();
            heardOf.countDown();
            assertThat(all.server.next().body()).contains("tools/call");
        }
    }

    @Test
    void aBatchIsTakenApart() throws Exception {
        try (var all =
                new Backends(
                        handshake((request, reply) ->
                                reply.json(
                                        "[" + LOG.formatted(1) + "," + answer(1, "{}") + "]")))) {
            var called = new Heard();
            all.open(listener).request(call(1), called);
            assertThat(called.message()).isEqualTo(LOG.formatted(1));
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
        }
    }

    @Test
    void anErrorWithoutAnIdBelongsToTheRequestWhoseResponseCarriesIt() throws Exception {
        var error =
                "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32603,\"message\":\"no\"}}";
        try (var all =
                new Backends(handshake((request, reply) -> reply.json(error.formatted("null"))))) {
            var called = new Heard();
            all.open(listener).request(call(1), called);
            assertThat(called.message()).isEqualTo(error.formatted("1"));
        }
    }

    @Test
    void aReleasedRequestIsHeardOfNoMoreAndItsConnectionIsClosed() throws Exception {
        var closed = new CountDownLatch(1);
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            reply.events();
                            reply.event(LOG.formatted(1));
                            reply.awaitClose();
                            closed.countDown();
                        }))) {
            var link = all.open(listener);
            var called = new Heard();
            link.request(call(1), called);
            called.message();
            link.release(called);
            link.release(called);
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(called.nothingElse()).isTrue();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void aSlowReaderStopsTheBackend() throws Exception {
        int megabytes = 16;
        var filler = "\"" + "x".repeat(1 << 20) + "\"";
        var pressed = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            pressed.await();
                            reply.events();
                            reply.event(LOG.formatted(0));
                            begun.countDown();
                            for (int i = 0; i < megabytes; i++) {
                                reply.event(LOG.replace("%d", filler));
                            }
                            reply.event(answer(1, "{}"));
                            reply.end();
                        }))) {
            var link = all.open(listener);
            var called = new Heard();
            link.request(call(1), called);
            all.server.next();
            link.press(called, true);
            SettledLoops.await(all.loops);
            pressed.countDown();
            begun.await();
            SettledLoops.await(all.loops);
            assertThat(called.nothingElse()).isTrue();
            link.press(called, false);
            assertThat(called.message()).isEqualTo(LOG.formatted(0));
            for (int i = 0; i < megabytes; i++) {
                assertThat(called.message()).hasSizeGreaterThan(1 << 20);
            }
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
        }
    }

    @Test
    void closingEndsTheSessionAtTheBackendOnce() throws Exception {
        try (var all = new Backends(handshake((request, reply) -> {}))) {
            var link = all.open(listener);
            link.close();
            link.close();
            var last = all.server.next();
            assertThat(last.method()).isEqualTo("DELETE");
            assertThat(last.header("mcp-session-id")).isEqualTo(Backends.SESSION);
            assertThat(last.header("mcp-protocol-version")).isEqualTo("2025-11-25");
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void aSessionThatIsNamedAfterTheLinkWasClosedIsEndedToo() throws Exception {
        var closed = new CountDownLatch(1);
        try (var all =
                new Backends((request, reply) -> {
                    if (request.isPost()) {
                        closed.await();
                        reply.json(initializeResult("0"), "Mcp-Session-Id: late");
                    } else {
                        reply.status("200 OK");
                    }
                })) {
            var link = all.connect(listener);
            var initialize = new Heard();
            link.request(initialize(), initialize);
            all.server.next();
            link.close();
            SettledLoops.await(all.loops);
            closed.countDown();
            var last = all.server.next();
            assertThat(last.method()).isEqualTo("DELETE");
            assertThat(last.header("mcp-session-id")).isEqualTo("late");
            assertThat(initialize.nothingElse()).isTrue();
        }
    }

    @Test
    void aSessionIdThatIsNotVisibleAsciiIsRefused() throws Exception {
        try (var all =
                new Backends((request, reply) ->
                        reply.json(initializeResult("0"), "Mcp-Session-Id: a b"))) {
            var initialize = new Heard();
            all.connect(listener).request(initialize(), initialize);
            var failure = initialize.failure();
            assertThat(failure.kind()).isEqualTo(LinkFailure.Kind.BROKE_PROTOCOL);
            assertThat(failure.message()).contains("named its session").doesNotContain("a b");
        }
    }
}
