package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static io.tieline.http.Backends.initializeResult;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A session is given up when it is gone, however its backend says so, and only then (182). */
final class SessionProbeTest {

    private static final String ERROR =
            "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":\"%s\"}}";

    private final ManualTimers timers = new ManualTimers();
    private final Heard listener = new Heard();
    private final Heard called = new Heard();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger pings = new AtomicInteger();
    private volatile String living = "s-1";
    private volatile String refusing = "";
    private volatile boolean pingFails;

    /** What a server says that does not know the session. */
    @FunctionalInterface
    private interface Forgetting {
        void says(ScriptedServer.Received request, ScriptedServer.Reply reply) throws Exception;
    }

    /** A server with one session, the latest; what it says in the living one is the test's. */
    private Backends server(Forgetting forgotten, ScriptedServer.Script rest) {
        return new Backends(
                Backends.with(timers),
                (request, reply) -> {
                    var id = request.header("mcp-session-id");
                    if (request.method().equals("GET")) {
                        reply.status("405 Method Not Allowed");
                    } else if (request.method().equals("DELETE")) {
                        reply.status("204 No Content");
                    } else if (id.isEmpty()) {
                        reply.json(
                                initializeResult("0"),
                                "Mcp-Session-Id: s-" + sessions.incrementAndGet());
                    } else if (id.equals("s-1") && !living.equals("s-1")) {
                        forgotten.says(request, reply);
                    } else {
                        known(request, reply, rest);
                    }
                });
    }

    private void known(
            ScriptedServer.Received request, ScriptedServer.Reply reply, ScriptedServer.Script rest)
            throws Exception {
        if (request.body().contains("\"notifications/initialized\"")) {
            reply.status("202 Accepted");
        } else if (request.body().contains("\"ping\"") && !pingFails) {
            pings.incrementAndGet();
            reply.json(answer("\"tieline-probe\"", "{}"));
        } else if (!refusing.isEmpty()) {
            reply.status(refusing);
        } else {
            rest.serve(request, reply);
        }
    }

    private static void echo(ScriptedServer.Received request, ScriptedServer.Reply reply)
            throws IOException {
        reply.json(answer(1, "{}"));
    }

    private void assertIsLost(Executed executed) throws InterruptedException {
        var failure = called.failure();
        assertThat(failure.kind()).isEqualTo(Kind.SESSION_LOST);
        assertThat(failure.executed()).isEqualTo(executed);
        assertThat(listener.failure().kind()).isEqualTo(Kind.SESSION_LOST);
        assertThat(called.nothingElse()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 Bad Request",
                "401 Unauthorized",
                "403 Forbidden",
                "404 Not Found",
                "409 Conflict",
                "410 Gone",
                "422 Unprocessable Content",
                "500 Internal Server Error",
                "503 Service Unavailable"
            })
    void aRestartedBackendIsFoundOutWhateverItsStatus(String status) throws Exception {
        try (var all = server((_, reply) -> reply.status(status), SessionProbeTest::echo)) {
            var link = all.open(listener);
            living = "s-2";
            link.request(call(1), called);
            assertIsLost(Executed.NO);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404 Not Found, null, -32001, Session not found",
        "404 Not Found, '\"server-error\"', -32600, Session has been terminated",
        "404 Not Found, 1, -32001, Session not found",
        "400 Bad Request, null, -32000, Bad Request: No valid session ID provided",
        "400 Bad Request, null, -32000, Bad Request: Server not initialized",
        "200 OK, 1, -32001, Session not found",
        "200 OK, null, -32001, Session not found",
        "200 OK, 1, -32600, Invalid session",
        "500 Oops, 1, -32603, Unknown session"
    })
    void aBackendThatSpeaksOfSessionsIsUnderstood(String status, String id, int code, String words)
            throws Exception {
        try (var all =
                server(
                        (_, reply) ->
                                reply.answer(
                                        status,
                                        "application/json",
                                        ERROR.formatted(id, code, words)),
                        SessionProbeTest::echo)) {
            var link = all.open(listener);
            living = "s-2";
            link.request(call(1), called);
            assertIsLost(Executed.NO);
            assertThat(sessions).as("no session beside it was needed").hasValue(1);
        }
    }

    /** Neither the status nor the words nor the id say that it is the session that is wrong. */
    @ParameterizedTest
    @CsvSource({
        "400 Bad Request, -32600, Bad request",
        "401 Unauthorized, -32000, Unauthorized",
        "403 Forbidden, -32000, Unauthorized",
        "404 Not Found, -32000, 'Unknown client, call initialize'",
        "422 Unprocessable Content, -32602, Invalid request parameters",
        "500 Oops, -32603, Internal error",
        "503 Busy, -32000, Try again",
        "200 OK, -32602, Invalid request parameters",
        "200 OK, -32603, Internal error"
    })
    void aLostSessionIsFoundOutBehindAnErrorUnderTheIdOfTheRequest(
            String status, int code, String words) throws Exception {
        try (var all =
                server(
                        (request, reply) ->
                                reply.answer(
                                        status,
                                        "application/json",
                                        ERROR.formatted(idOf(request), code, words)),
                        SessionProbeTest::echo)) {
            var link = all.open(listener);
            living = "s-2";
            link.request(call(1), called);
            assertIsLost(Executed.NO);
            assertThat(sessions).as("one more for comparison").hasValue(2);
        }
    }

    private static String idOf(ScriptedServer.Received request) throws Exception {
        return String.valueOf(Json.parse(request.body().getBytes(UTF_8), Limits.DEFAULT).get("id"));
    }

    @Test
    void aLostSessionIsFoundOutBehindAnErrorOfNobodyAndASuccess() throws Exception {
        try (var all =
                server(
                        (_, reply) -> reply.json(ERROR.formatted("null", -32000, "Bad request")),
                        SessionProbeTest::echo)) {
            var link = all.open(listener);
            living = "s-2";
            link.request(call(1), called);
            assertIsLost(Executed.NO);
        }
    }

    @ParameterizedTest
    @CsvSource({"application/json, ''", "text/plain, ''", "application/json, '{\"ok\":false}'"})
    void aLostSessionIsFoundOutBehindASuccessThatIsNoMessage(String type, String body)
            throws Exception {
        try (var all =
                server((_, reply) -> reply.answer("200 OK", type, body), SessionProbeTest::echo)) {
            var link = all.open(listener);
            living = "s-2";
            link.request(call(1), called);
            assertIsLost(Executed.MAYBE);
        }
    }

    /** One flag for all clients, as small servers have it; a restart clears it. */
    private Backends unnamed(AtomicBoolean initialized, Forgetting forgotten) {
        return new Backends(
                Backends.with(timers),
                (request, reply) -> {
                    if (request.method().equals("GET")) {
                        reply.status("405 Method Not Allowed");
                    } else if (request.body().contains("\"initialize\"")) {
                        initialized.set(true);
                        sessions.incrementAndGet();
                        reply.json(initializeResult("0"));
                    } else if (!initialized.get()) {
                        forgotten.says(request, reply);
                    } else {
                        known(request, reply, SessionProbeTest::echo);
                    }
                });
    }

    @ParameterizedTest
    @CsvSource({
        "400 Bad Request, -32002, 'Server not initialised, send initialize first'",
        "200 OK, -32002, Server not initialized",
        "200 OK, -32602, Invalid request parameters",
        "404 Not Found, -32000, Who are you?"
    })
    void aBackendThatNamesNoSessionIsGreetedAnewAfterItsRestart(
            String status, int code, String words) throws Exception {
        var initialized = new AtomicBoolean();
        try (var all =
                unnamed(
                        initialized,
                        (request, reply) ->
                                reply.answer(
                                        status,
                                        "application/json",
                                        ERROR.formatted(idOf(request), code, words)))) {
            var link = all.open(listener);
            initialized.set(false);
            link.request(call(1), called);
            assertIsLost(Executed.NO);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"400 Bad Request", "404 Not Found", "410 Gone"})
    void aRefusalByABackendThatNamesNoSessionEndsNothing(String status) throws Exception {
        var initialized = new AtomicBoolean();
        try (var all = unnamed(initialized, (_, _) -> {})) {
            // Every call is refused, and every ping answered.
            var link = all.open(listener);
            refusing = status;
            link.request(call(1), called);
            assertThat(called.failure().message()).contains("status " + status.substring(0, 3));
            assertThat(pings).hasValue(1);
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    /** A backend whose ping fails as well has lost nothing by that. */
    @Test
    void aBackendThatAnswersNoPingInAnySessionIsNotGivenUp() throws Exception {
        pingFails = true;
        try (var all =
                server(
                        (_, _) -> {},
                        (request, reply) ->
                                reply.answer(
                                        "400 Bad Request",
                                        "application/json",
                                        ERROR.formatted(
                                                idOf(request), -32602, "Invalid params")))) {
            var link = all.open(listener);
            link.request(call(1), called);
            assertThat(called.message()).isEqualTo(ERROR.formatted(1, -32602, "Invalid params"));
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void theSessionThatWasBegunForComparisonIsEnded() throws Exception {
        try (var all = server((_, reply) -> reply.status("500 Oops"), SessionProbeTest::echo)) {
            var link = all.open(listener);
            living = "s-2";
            link.request(call(1), called);
            assertIsLost(Executed.NO);
            while (true) {
                var next = all.server.next();
                if (next.method().equals("DELETE")) {
                    assertThat(next.header("mcp-session-id")).isEqualTo("s-2");
                    break;
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404 Not Found, 1, -32601, Method not found",
        "200 OK, 1, -32001, Request timed out",
        "200 OK, 1, -32600, A browser session is needed first",
        "400 Bad Request, 1, -32602, Invalid params",
        "422 Unprocessable Content, 1, -32602, Invalid params",
        "500 Oops, 1, -32603, Internal error",
        "404 Not Found, '\"1\"', -32601, Method not found"
    })
    void anErrorOfTheBackendsOwnIsTheAnswerAndEndsNothing(
            String status, String id, int code, String words) throws Exception {
        try (var all =
                server(
                        (_, _) -> {},
                        (_, reply) ->
                                reply.answer(
                                        status,
                                        "application/json",
                                        ERROR.formatted(id, code, words)))) {
            var link = all.open(listener);
            link.request(call(1), called);
            assertThat(called.message()).isEqualTo(ERROR.formatted(1, code, words));
            link.request(call(1), called);
            called.message();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 Bad Request",
                "401 Unauthorized",
                "404 Not Found",
                "422 No",
                "503 Busy"
            })
    void aRefusalThatConcernsOneRequestEndsNothing(String status) throws Exception {
        try (var all = server((_, _) -> {}, (_, reply) -> reply.status(status))) {
            var link = all.open(listener);
            link.request(call(1), called);
            assertThat(called.failure().message()).contains("status " + status.substring(0, 3));
            assertThat(pings).hasValue(1);
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"notifications/roots/list_changed", "notifications/cancelled"})
    void aNotificationThatIsNotKnownEndsNothing(String method) throws Exception {
        try (var all =
                server(
                        (_, _) -> {},
                        (request, reply) -> {
                            if (request.body().contains(method)) {
                                reply.status("404 Not Found");
                            } else {
                                echo(request, reply);
                            }
                        })) {
            var link = all.open(listener);
            link.send(Notification.of(method, Json.EMPTY_OBJECT));
            assertThat(all.server.next().body()).contains(method);
            assertThat(all.server.next().body()).contains("\"ping\"");
            link.request(call(1), called);
            called.message();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void aNotificationThatMeetsAForgottenSessionEndsTheLink() throws Exception {
        try (var all =
                server((_, reply) -> reply.status("404 Not Found"), SessionProbeTest::echo)) {
            var link = all.open(listener);
            living = "s-2";
            link.send(Notification.of(Method.ROOTS_LIST_CHANGED, null));
            assertThat(listener.failure().kind()).isEqualTo(Kind.SESSION_LOST);
        }
    }

    /** Everything is refused from now on, fresh sessions too. */
    @ParameterizedTest
    @ValueSource(strings = {"401 Unauthorized", "503 Busy", "404 Not Found", "500 Oops"})
    void aBackendThatRefusesEverythingKeepsTheSessionAndIsNotStormed(String status)
            throws Exception {
        var refuses = new AtomicBoolean();
        try (var all =
                new Backends(
                        Backends.with(timers),
                        (request, reply) -> {
                            if (request.method().equals("GET")) {
                                reply.status("405 Method Not Allowed");
                            } else if (refuses.get()) {
                                reply.status(status);
                            } else if (request.body().contains("initialized")) {
                                reply.status("202 Accepted");
                            } else if (request.body().contains("initialize")) {
                                reply.json(initializeResult("0"), "Mcp-Session-Id: s-1");
                            } else {
                                echo(request, reply);
                            }
                        })) {
            var link = all.open(listener);
            refuses.set(true);
            for (int i = 0; i < 20; i++) {
                link.request(call(1), called);
                assertThat(called.failure().kind()).isEqualTo(Kind.GONE);
            }
            int calls = 0;
            int others = 0;
            while (calls < 20) {
                if (all.server.next().body().contains("tools/call")) {
                    calls++;
                } else {
                    others++;
                }
            }
            assertThat(others).as("a ping and an initialize").isEqualTo(2);
            timers.advance(Duration.ofSeconds(1));
            link.request(call(1), called);
            called.failure();
            assertThat(all.server.next().body()).contains("tools/call");
            assertThat(all.server.next().body()).contains("\"ping\"");
            refuses.set(false);
            link.request(call(1), called);
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
            assertThat(listener.nothingElse()).isTrue();
        }
    }
}
