package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static io.tieline.http.Backends.handshake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that stand for themselves, as a link carries them (revision 2026-07-28). */
final class StatelessLinkTest {

    private static final Map<String, String> HEADERS =
            Map.of(
                    "mcp-protocol-version", "2026-07-28",
                    "mcp-method", "tools/call",
                    "mcp-name", "echo",
                    "mcp-param-region", "");

    private final Heard listener = new Heard();
    private final Heard called = new Heard(HEADERS);

    @Test
    void aRequestCarriesItsOwnHeadersAndNoneOfASession() throws Exception {
        var settings = HttpBackendSettings.DEFAULT.withHeaders(Map.of("X-Team", "red"));
        try (var all =
                new Backends(
                        settings,
                        (request, reply) ->
                                reply.json(
                                        answer(1, "{}"), "Mcp-Session-Id: " + Backends.SESSION))) {
            var link = all.connect(listener);
            link.opened(Revision.STATELESS);
            for (int i = 0; i < 2; i++) {
                link.request(call(1), called);
                assertThat(called.message()).isEqualTo(answer(1, "{}"));
                var received = all.server.next();
                assertThat(received.headers())
                        .isEqualTo(
                                Map.of(
                                        "host", all.server.authority(),
                                        "accept", "application/json, text/event-stream",
                                        "content-type", "application/json",
                                        "content-length", "" + received.body().length(),
                                        "user-agent", "tieline",
                                        "x-team", "red",
                                        "mcp-protocol-version", "2026-07-28",
                                        "mcp-method", "tools/call",
                                        "mcp-name", "echo",
                                        "mcp-param-region", ""));
            }
            link.send(Result.of(Id.of("q"), Json.EMPTY_OBJECT));
            link.close();
            assertThat(all.server.staysSilent()).isTrue();
        }
    }

    @Test
    void aRequestOfASessionNeverCarriesTheirHeaders() throws Exception {
        try (var all = new Backends(handshake((request, reply) -> reply.json(answer(1, "{}"))))) {
            var link = all.open(listener);
            link.request(
                    call(1),
                    new Heard(Map.of("mcp-method", "x", "mcp-name", "y", "mcp-param-z", "z")));
            assertThat(all.server.next().headers())
                    .containsEntry("mcp-session-id", Backends.SESSION)
                    .containsEntry("mcp-protocol-version", "2025-11-25")
                    .doesNotContainKeys("mcp-method", "mcp-name", "mcp-param-z");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mcp-Protocol-Version",
                "Mcp-Method",
                "Mcp-Name",
                "Mcp-Param-X",
                "Mcp-Session-Id"
            })
    void nobodyCanConfigureThem(String name) {
        var headers = Map.of(name, "x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpBackendSettings.DEFAULT.withHeaders(headers))
                .withMessageContaining(name);
    }

    @Test
    void theAnswerMayBeAnEventStream() throws Exception {
        var log = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}";
        try (var all =
                new Backends((request, reply) -> {
                    reply.events();
                    reply.event(log);
                    reply.lastEvent(answer(1, "{}"));
                })) {
            all.connect(listener).request(call(1), called);
            assertThat(called.message()).isEqualTo(log);
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
        }
    }

    @Test
    void aStreamThatEndsWithoutTheAnswerIsNotTakenUpAgain() throws Exception {
        try (var all =
                new Backends((request, reply) -> {
                    reply.events();
                    reply.event("7", "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}");
                    reply.end();
                })) {
            all.connect(listener).request(call(1), called);
            called.message();
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.GONE);
            assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
            assertThat(failure.message()).contains("2026-07-28");
            all.server.next();
            assertThat(all.server.staysSilent()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRequestThatIsTakenBackEndsAtTheServerWithinATenthOfASecond(boolean hasBegun)
            throws Exception {
        var closed = new CompletableFuture<Long>();
        var arrived = new CountDownLatch(1);
        try (var all =
                new Backends((request, reply) -> {
                    if (hasBegun) {
                        reply.events();
                        reply.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}");
                    }
                    arrived.countDown();
                    reply.awaitClose();
                    closed.complete(System.nanoTime());
                })) {
            var link = all.connect(listener);
            link.request(call(1), called);
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            if (hasBegun) {
                called.message();
            }
            long before = System.nanoTime();
            link.release(called);
            assertThat(closed.get(10, TimeUnit.SECONDS) - before)
                    .isLessThan(Duration.ofMillis(100).toNanos());
            assertThat(called.nothingElse()).isTrue();
        }
    }

    @Test
    void aRequestThatIsTakenBackInTheQueueNeverLeaves() throws Exception {
        var go = new CountDownLatch(1);
        var settings =
                HttpBackendSettings.DEFAULT.withLimits(
                        HttpBackendLimits.DEFAULT.withRequests(1, 1));
        try (var all =
                new Backends(
                        settings,
                        (request, reply) -> {
                            go.await();
                            reply.json(
                                    answer(
                                            String.valueOf(Json.of(request.body()).get("id")),
                                            "{}"));
                        })) {
            var link = all.connect(listener);
            link.request(call(1), called);
            all.server.next();
            var takenBack = new Heard(HEADERS);
            link.request(call(2), takenBack);
            link.release(takenBack);
            var queued = new Heard(HEADERS);
            link.request(call(3), queued);
            var tooMany = new Heard(HEADERS);
            link.request(call(4), tooMany);
            tooMany.failure(); // so everything before has reached the queue
            go.countDown();
            called.message();
            queued.message();
            assertThat(Json.of(all.server.next().body()).get("id")).hasToString("3");
            assertThat(all.server.staysSilent()).isTrue();
            assertThat(takenBack.nothingElse()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "\"other\""})
    void anErrorThatComesWithARefusalIsTheAnswerWhateverItsId(String id) throws Exception {
        var error =
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + id
                        + ",\"error\":{\"code\":-32020,\"message\":\"no\"}}";
        try (var all =
                new Backends((request, reply) ->
                        reply.answer("400 Bad Request", "application/json", error))) {
            all.connect(listener).request(call(1), called);
            var heard = Json.of(called.message());
            assertThat(heard.get("id")).hasToString("1");
            assertThat(heard.at("error", "code")).hasToString("-32020");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"400 Bad Request", "404 Not Found", "405 Method Not Allowed"})
    void aPlainRefusalIsAFailureAndNoOlderTransportIsTried(String status) throws Exception {
        try (var all = new Backends((request, reply) -> reply.status(status))) {
            all.connect(listener).request(call(1), called);
            assertThat(called.failure().message()).contains(status.substring(0, 3));
            all.server.next();
            assertThat(all.server.staysSilent()).isTrue();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void whoListensTakesNobodysPlace() throws Exception {
        var settings =
                HttpBackendSettings.DEFAULT.withLimits(
                        HttpBackendLimits.DEFAULT.withRequests(1, 8));
        try (var all =
                new Backends(
                        settings,
                        (request, reply) -> {
                            if (request.body().contains(Method.SUBSCRIPTIONS_LISTEN)) {
                                reply.events();
                            } else {
                                reply.json(answer(1, "{}"));
                            }
                        })) {
            var link = all.connect(listener);
            link.request(
                    Request.of(Id.of(0), Method.SUBSCRIPTIONS_LISTEN, Json.EMPTY_OBJECT),
                    new Heard(HEADERS));
            all.server.next();
            link.request(call(1), called);
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
        }
    }

    @Test
    void overTheOldestTransportItIsRefusedWithoutAWord() throws Exception {
        var settings = HttpBackendSettings.DEFAULT.withTransport(HttpBackendSettings.Transport.SSE);
        try (var all = new Backends(settings, (request, reply) -> reply.events())) {
            all.connect(listener).request(call(1), called);
            assertThat(called.failure().executed()).isEqualTo(Executed.NO);
            assertThat(all.server.staysSilent()).isTrue();
        }
    }
}
