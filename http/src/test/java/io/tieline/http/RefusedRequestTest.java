package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static io.tieline.http.Backends.handshake;
import static io.tieline.http.Backends.initialize;
import static io.tieline.http.Backends.initializeResult;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.HttpBackendSettings.Transport;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a status that is no success, or a body that is none of MCP's, means for a request. */
final class RefusedRequestTest {

    private static final String ERROR =
            "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32042,\"message\":\"t0psecret\","
                    + "\"data\":{\"n\":1e400}}}";

    private final Heard listener = new Heard();
    private final Heard called = new Heard();

    @ParameterizedTest
    @CsvSource({
        "401 Unauthorized, GONE, NO, credentials",
        "403 Forbidden, GONE, NO, credentials",
        "405 Method Not Allowed, GONE, NO, correct the URL",
        "406 Not Acceptable, GONE, NO, does not speak MCP",
        "413 Content Too Large, GONE, NO, too large",
        "429 Too Many Requests, OVERLOADED, NO, try again later",
        "500 Internal Server Error, GONE, MAYBE, log",
        "503 Service Unavailable, GONE, MAYBE, not available"
    })
    void theRequestFailsInPlainWordsAndTheLinkStays(
            String status, Kind kind, Executed executed, String advice) throws Exception {
        var refuse = new AtomicBoolean(true);
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            if (request.body().contains("ping")) {
                                reply.json(answer("\"tieline-probe\"", "{}"));
                            } else if (refuse.getAndSet(false)) {
                                reply.status(status);
                            } else {
                                reply.json(answer(2, "{}"));
                            }
                        }))) {
            var link = all.open(listener);
            link.request(call(1), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.executed()).isEqualTo(executed);
            assertThat(failure.message())
                    .contains("Backend " + all.server.authority())
                    .contains("status " + status.substring(0, 3))
                    .contains(advice)
                    .doesNotContain("and says");
            var next = new Heard();
            link.request(call(2), next);
            assertThat(next.message()).isEqualTo(answer(2, "{}"));
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void anErrorOfTheBackendsOwnPassesUntouchedWhateverTheStatus() throws Exception {
        try (var all =
                new Backends(
                        handshake((request, reply) ->
                                reply.answer(
                                        "500 Internal Server Error",
                                        "application/json",
                                        ERROR.formatted("1"))))) {
            all.open(listener).request(call(1), called);
            assertThat(called.message()).isEqualTo(ERROR.formatted("1"));
        }
    }

    @Test
    void whoIsNotLetInHearsThatAndNotAnErrorOfTheBackendsOwn() throws Exception {
        try (var all =
                new Backends(
                        handshake((request, reply) ->
                                reply.answer(
                                        "401 Unauthorized",
                                        "application/json",
                                        ERROR.formatted("1"))))) {
            all.open(listener).request(call(1), called);
            assertThat(called.failure().message())
                    .contains("says \"t0psecret\"")
                    .contains("credentials");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "null", "\"x\""})
    void anErrorForSomethingElseDoesNot(String id) throws Exception {
        try (var all =
                new Backends(
                        handshake((request, reply) ->
                                reply.answer(
                                        "500 Internal Server Error",
                                        "application/json",
                                        ERROR.formatted(id))))) {
            all.open(listener).request(call(1), called);
            assertThat(called.failure().message())
                    .contains("status 500")
                    .contains("says \"t0psecret\"");
        }
    }

    private static void forget(ScriptedServer.Received request, ScriptedServer.Reply reply)
            throws IOException {
        reply.answer("404 Not Found", "text/plain", "Session not found");
    }

    @Test
    void aLostSessionFailsTheRequestAndClosesTheLink() throws Exception {
        try (var all = new Backends(handshake(RefusedRequestTest::forget))) {
            var link = all.open(listener);
            link.request(call(1), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.SESSION_LOST);
            assertThat(failure.executed()).isEqualTo(Executed.NO);
            assertThat(failure.message()).contains("no longer knows this session");
            assertThat(listener.failure().kind()).isEqualTo(Kind.SESSION_LOST);
            all.server.next();
            link.request(call(2), called);
            assertThat(called.failure().kind()).isEqualTo(Kind.SESSION_LOST);
            link.close();
            assertThat(all.server.staysSilent()).isTrue();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void aSessionThatIsLostWhenANotificationIsPostedClosesTheLinkToo() throws Exception {
        try (var all = new Backends(handshake(RefusedRequestTest::forget))) {
            all.open(listener).send(Notification.of(Method.ROOTS_LIST_CHANGED, null));
            assertThat(listener.failure().kind()).isEqualTo(Kind.SESSION_LOST);
        }
    }

    @Test
    void aServerThatSays400ToAnUnknownSessionIsUnderstood() throws Exception {
        try (var all =
                new Backends(
                        handshake((request, reply) ->
                                reply.answer(
                                        "400 Bad Request",
                                        "application/json",
                                        ERROR.formatted("null"))))) {
            all.open(listener).request(call(1), called);
            assertThat(called.failure().kind()).isEqualTo(Kind.SESSION_LOST);
            assertThat(listener.failure().kind()).isEqualTo(Kind.SESSION_LOST);
            assertThat(all.server.next().body()).contains("tools/call");
            assertThat(all.server.next().body()).contains("ping");
        }
    }

    @Test
    void a400FromAServerThatAnswersPingIsOnlyThatRequestsFailure() throws Exception {
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            if (request.body().contains("ping")) {
                                reply.json(answer("\"tieline-probe\"", "{}"));
                            } else {
                                reply.answer(
                                        "400 Bad Request",
                                        "application/json",
                                        ERROR.formatted("1"));
                            }
                        }))) {
            all.open(listener).request(call(1), called);
            assertThat(called.message()).isEqualTo(ERROR.formatted("1"));
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void aWrongPathIsNoLostSession() throws Exception {
        var settings = HttpBackendSettings.DEFAULT.withTransport(Transport.STREAMABLE);
        try (var all = new Backends(settings, (request, reply) -> reply.status("404 Not Found"))) {
            var link = all.connect(listener);
            link.request(initialize(), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.GONE);
            assertThat(failure.message())
                    .contains("http://" + all.server.authority() + "/mcp")
                    .contains("no MCP endpoint at this path");
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200 OK, text/html, '<p>Log in</p>', 'text/html, neither JSON nor an event stream, and says \"Log in\"'",
        "202 Accepted, text/plain, '', status 202",
        "200 OK, application/json, '{\"jsonrpc\":\"2.0\"', malformed JSON",
        "200 OK, application/json, '', an empty body",
        "200 OK, application/json, '{\"jsonrpc\":\"2.0\",\"method\":\"x\"}', does not answer"
    })
    void anAnswerThatIsNoneBreaksTheProtocol(String status, String type, String body, String words)
            throws Exception {
        try (var all =
                new Backends(handshake((request, reply) -> reply.answer(status, type, body)))) {
            all.open(listener).request(call(1), called);
            var failure = body.contains("method") ? afterTheNotification() : called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.BROKE_PROTOCOL);
            assertThat(failure.message()).contains(words);
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    private LinkFailure afterTheNotification() throws InterruptedException {
        called.message();
        return called.failure();
    }

    @Test
    void whatIsNoHttpBreaksTheProtocol() throws Exception {
        try (var all =
                new Backends(handshake((request, reply) -> reply.raw("SMTP ready\r\n\r\n")))) {
            all.open(listener).request(call(1), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.BROKE_PROTOCOL);
            assertThat(failure.message()).contains("no valid HTTP");
        }
    }

    @Test
    void redirectsWithinTheOriginAreFollowed() throws Exception {
        try (var all =
                new Backends((request, reply) -> {
                    switch (request.target()) {
                        case "/mcp" -> reply.status("307 Temporary Redirect", "Location: /a");
                        case "/a" ->
                                reply.answer(
                                        "308 Permanent Redirect",
                                        "text/plain",
                                        "moved",
                                        "Location: b?c=d");
                        default -> reply.json(initializeResult("0"));
                    }
                })) {
            all.connect(listener).request(initialize(), called);
            assertThat(called.message()).isEqualTo(initializeResult("0"));
            all.server.next();
            all.server.next();
            var last = all.server.next();
            assertThat(last.target()).isEqualTo("/b?c=d");
            assertThat(last.body()).isEqualTo(initialize().json().toString());
            assertThat(all.server.connections()).isOne();
        }
    }

    @Test
    void redirectsInACircleAreFollowedThreeTimes() throws Exception {
        try (var all =
                new Backends((request, reply) ->
                        reply.status("307 Temporary Redirect", "Location: /mcp"))) {
            all.connect(listener).request(initialize(), called);
            assertThat(called.failure().message()).contains("redirects to /mcp");
            for (int i = 0; i < 4; i++) {
                all.server.next();
            }
            assertThat(all.server.staysSilent()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "307 https://127.0.0.1:%d/mcp",
                "307 http://localhost:%d/mcp",
                "307 //example.com/mcp",
                "302 /mcp",
                "303 /mcp",
                "307 http://user@127.0.0.1:%d/mcp",
                "308 file:///etc/passwd",
                "308 :"
            })
    void redirectsElsewhereAreNotFollowed(String redirect) throws Exception {
        try (var all =
                new Backends((request, reply) ->
                        reply.status(
                                redirect.substring(0, 3) + " Moved",
                                "Location: "
                                        + redirect.substring(4)
                                                .replace(
                                                        "%d",
                                                        request.header("host")
                                                                .split(":", 2)[1])))) {
            all.connect(listener).request(initialize(), called);
            var failure = called.failure();
            assertThat(failure.message()).contains("redirects to");
            assertThat(failure.executed()).isEqualTo(Executed.NO);
            all.server.next();
            assertThat(all.server.staysSilent()).isTrue();
            assertThat(all.server.connections()).isOne();
        }
    }

    @Test
    void aRedirectIsShownWithoutItsSecrets() throws Exception {
        try (var all =
                new Backends((request, reply) ->
                        reply.status(
                                "307 Temporary Redirect",
                                "Location: https://example.com/mcp?key=t0psecret"))) {
            all.connect(listener).request(initialize(), called);
            assertThat(called.failure().message())
                    .contains("https://example.com/mcp")
                    .doesNotContain("t0psecret");
        }
    }

    /** What a backend repeats of our credentials is shown to nobody. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Incorrect key provided: Bearer sk-SECRET-12345678",
                "{\"error\":\"unknown key sk-SECRET-12345678\"}",
                "key=qu3ry%2Ds3cret or qu3ry-s3cret is not known"
            })
    void aSecretOfOursIsMaskedInTheWordsOfTheBackend(String words) throws Exception {
        assertShowsNoSecret(words);
    }

    @Test
    void halfASecretIsMaskedWhereAnExcerptCutsIt() throws Exception {
        for (int before = 170; before < 195; before++) {
            assertShowsNoSecret("x".repeat(before) + "sk-SECRET-12345678 and more of that");
        }
    }

    private void assertShowsNoSecret(String words) throws Exception {
        var settings =
                HttpBackendSettings.DEFAULT.withHeaders(
                        Map.of("Authorization", "Bearer sk-SECRET-12345678"));
        try (var all =
                new Backends(
                        settings,
                        (_, reply) -> reply.answer("403 Forbidden", "text/plain", words))) {
            var uri = all.server.uri("/mcp?key=qu3ry%2Ds3cret");
            HttpBackend.to(uri, all.loops, settings).connect(listener).request(call(1), called);
            assertThat(called.failure().message())
                    .contains("403", "***")
                    .doesNotContain("SECR", "s3cret");
        }
    }
}
