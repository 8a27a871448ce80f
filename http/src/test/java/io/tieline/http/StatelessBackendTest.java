package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.BackendEra;
import io.tieline.wire.Json;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A session with a server of revision 2026-07-28, over real sockets.
 *
 * <p>Long because the ways in which servers say what era they are of are told in one table.
 */
final class StatelessBackendTest {

    private static final String DISCOVERED =
            "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":"
                    + "{\"tools\":{\"listChanged\":%s}},\"ttlMs\":0,\"cacheScope\":\"private\",\"_meta\":"
                    + "{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"scripted\",\"version\":\"1\"}}}";

    private final ManualTimers timers = new ManualTimers();
    private final EventLoops loops = EventLoops.open(1);

    @AfterEach
    void close() {
        loops.close();
    }

    private Talk talk(ScriptedServer server, BackendEra era) {
        return new Talk(HttpBackend.to(server.uri("/mcp"), loops), era, timers);
    }

    /** A server that says what it is; everything else is the test's. */
    private static ScriptedServer server(boolean changes, ScriptedServer.Script rest) {
        return new ScriptedServer((request, reply) -> {
            if (request.body().contains("\"method\":\"server/discover\"")) {
                answer(request, reply, DISCOVERED.formatted(changes));
            } else {
                rest.serve(request, reply);
            }
        });
    }

    private static void answer(
            ScriptedServer.Received request, ScriptedServer.Reply reply, String result)
            throws IOException {
        reply.json(Backends.answer(id(request), result));
    }

    private static void refuse(
            ScriptedServer.Received request, ScriptedServer.Reply reply, String error)
            throws IOException {
        reply.answer(
                "400 Bad Request",
                "application/json",
                "{\"jsonrpc\":\"2.0\",\"id\":" + id(request) + ",\"error\":" + error + "}");
    }

    private static Json id(ScriptedServer.Received request) {
        return Objects.requireNonNull(Json.of(request.body()).get("id"));
    }

    private static ScriptedServer.Received nextOf(ScriptedServer server, String method)
            throws InterruptedException {
        var next = server.next();
        while (!next.header("mcp-method").equals(method)) {
            next = server.next();
        }
        return next;
    }

    @Test
    void aServerThatAsksTwiceGetsItsAnswersAndExactlyItsStateBack() throws Exception {
        var state = "{\\\"nonce\\\": [1, \\\"é\\\\n\\\"]}";
        try (var server =
                        server(
                                false,
                                (request, reply) -> {
                                    var answers = params(request).get("inputResponses");
                                    if (answers == null) {
                                        answer(request, reply, asks("first", state));
                                    } else if (answers.get("first") != null) {
                                        answer(request, reply, asks("second", "two"));
                                    } else {
                                        answer(request, reply, "{\"content\":[]}");
                                    }
                                });
                var talk = talk(server, BackendEra.detected())) {
            var outcome = talk.call("tools/call", "{\"name\":\"echo\",\"arguments\":{\"n\":1}}");
            accept(outcome, "one");
            accept(outcome, "two");
            assertThat(outcome.answer().at("result", "content")).hasToString("[]");
            var first = params(nextOf(server, "tools/call"));
            var second = params(nextOf(server, "tools/call"));
            var third = params(nextOf(server, "tools/call"));
            assertThat(first.get("requestState")).isNull();
            assertThat(second.get("requestState")).hasToString("\"" + state + "\"");
            assertThat(second.get("inputResponses"))
                    .hasToString("{\"first\":{\"action\":\"accept\",\"content\":{\"v\":\"one\"}}}");
            assertThat(third.get("requestState")).hasToString("\"two\"");
            assertThat(third.get("inputResponses"))
                    .hasToString(
                            "{\"second\":{\"action\":\"accept\",\"content\":{\"v\":\"two\"}}}");
            assertThat(third.get("arguments")).hasToString("{\"n\":1}");
        }
    }

    private static String asks(String key, String state) {
        return "{\"resultType\":\"input_required\",\"inputRequests\":{\""
                + key
                + "\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"?\"}}},"
                + "\"requestState\":\""
                + state
                + "\"}";
    }

    private static void accept(Talk.Outcome outcome, String value) throws InterruptedException {
        var question = outcome.question();
        assertThat(question.request().method()).isEqualTo("elicitation/create");
        var content = Json.object("v", value);
        question.answer(
                Result.of(question.id(), Json.object("action", "accept", "content", content)));
    }

    private static Json params(ScriptedServer.Received request) {
        return Objects.requireNonNull(Json.of(request.body()).get("params"));
    }

    @Test
    void aCancelledCallEndsAtTheServerWithinATenthOfASecond() throws Exception {
        var arrived = new CountDownLatch(1);
        var closed = new CompletableFuture<Long>();
        try (var server =
                        server(
                                false,
                                (request, reply) -> {
                                    arrived.countDown();
                                    reply.awaitClose();
                                    closed.complete(System.nanoTime());
                                });
                var talk = talk(server, BackendEra.detected())) {
            var outcome = talk.call("tools/call", "{\"name\":\"slow\"}");
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            long before = System.nanoTime();
            outcome.cancel();
            assertThat(closed.get(10, TimeUnit.SECONDS) - before)
                    .isLessThan(Duration.ofMillis(100).toNanos());
            // Nothing but the end of the stream says so.
            nextOf(server, "tools/call");
            assertThat(server.staysSilent()).isTrue();
        }
    }

    @Test
    void aListenStreamThatIsCutIsOpenedAgainAndWhatMayHaveBeenMissedIsTold() throws Exception {
        var cut = new CountDownLatch(1);
        var times = new AtomicInteger();
        try (var server =
                        server(
                                true,
                                (request, reply) -> {
                                    reply.events();
                                    reply.event(
                                            "{\"jsonrpc\":\"2.0\",\"method\":"
                                                    + "\"notifications/subscriptions/acknowledged\","
                                                    + "\"params\":{\"notifications\":{},\"_meta\":{"
                                                    + "\"io.modelcontextprotocol/subscriptionId\":"
                                                    + id(request)
                                                    + "}}}");
                                    if (times.incrementAndGet() == 1) {
                                        cut.await();
                                        reply.cut();
                                    } else {
                                        reply.awaitClose();
                                    }
                                });
                var talk = talk(server, BackendEra.detected())) {
            talk.opened();
            var first = nextOf(server, "subscriptions/listen");
            assertThat(params(first).get("notifications"))
                    .hasToString("{\"toolsListChanged\":true}");
            cut.countDown();
            timers.awaitAlarm(Duration.ofSeconds(1));
            timers.advance(Duration.ofSeconds(1));
            nextOf(server, "subscriptions/listen");
            assertThat(talk.told()).isEqualTo("notifications/tools/list_changed");
        }
    }

    private static final String LISTING =
            "{\"tools\":[{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\",\"properties\":{"
                    + "\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"},"
                    + "\"deep\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\","
                    + "\"x-mcp-header\":\"Deep-N\"}}}}}},"
                    + "{\"name\":\"bad\",\"inputSchema\":{\"type\":\"object\",\"properties\":{"
                    + "\"x\":{\"type\":\"number\",\"x-mcp-header\":\"X\"}}}}]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "{\"region\":\"eu west\"}|eu west|none",
                "{\"region\":\"\",\"deep\":{\"n\":42}}|''|42",
                "{\"region\":null}|none|none",
                "{\"region\":\"zürich \"}|=?base64?esO8cmljaCA=?=|none",
                "{\"region\":\"a\\r\\nb\"}|=?base64?YQ0KYg==?=|none",
                "{\"region\":\"=?base64?eA==?=\"}|=?base64?PT9iYXNlNjQ/ZUE9PT89?=|none",
            })
    void annotatedArgumentsTravelInHeadersToo(String arguments, String region, String deep)
            throws Exception {
        try (var server =
                        server(
                                false,
                                (request, reply) ->
                                        answer(
                                                request,
                                                reply,
                                                request.body().contains("tools/list")
                                                        ? LISTING
                                                        : "{}"));
                var talk = talk(server, BackendEra.detected())) {
            var tools = talk.call("tools/list", "{}").answer().at("result", "tools");
            assertThat(Objects.requireNonNull(tools).elements()).hasSize(1);
            talk.call("tools/call", "{\"name\":\"echo\",\"arguments\":" + arguments + "}").answer();
            var headers = nextOf(server, "tools/call").headers();
            assertThat(headers.get("mcp-param-region")).isEqualTo(region);
            assertThat(headers.get("mcp-param-deep-n")).isEqualTo(deep);
            assertThat(headers).containsEntry("mcp-name", "echo");
        }
    }

    @Test
    void aServerThatMissesHeadersIsAskedForItsToolsOnceAndCalledOnceMore() throws Exception {
        try (var server =
                        server(
                                false,
                                (request, reply) -> {
                                    if (request.body().contains("tools/list")) {
                                        answer(request, reply, LISTING);
                                    } else if (request.header("mcp-param-region").isEmpty()) {
                                        refuse(
                                                request,
                                                reply,
                                                "{\"code\":-32020,\"message\":\"mismatch\"}");
                                    } else {
                                        answer(request, reply, "{\"ok\":true}");
                                    }
                                });
                var talk = talk(server, BackendEra.detected())) {
            var right = "{\"name\":\"echo\",\"arguments\":{\"region\":\"eu\"}}";
            assertThat(talk.call("tools/call", right).answer().at("result", "ok"))
                    .hasToString("true");
            nextOf(server, "tools/call");
            assertThat(server.next().header("mcp-method")).isEqualTo("tools/list");
            assertThat(server.next().header("mcp-param-region")).isEqualTo("eu");
            var wrong = "{\"name\":\"echo\",\"arguments\":{}}";
            assertThat(talk.call("tools/call", wrong).answer().at("error", "code"))
                    .hasToString("-32020");
            server.next();
            assertThat(server.staysSilent()).isTrue();
        }
    }

    @Test
    void aServerThatNamesTheRevisionJustSpokenIsAskedOnceMore() throws Exception {
        var refusals = new AtomicInteger();
        try (var server =
                        server(
                                false,
                                (request, reply) -> {
                                    refusals.incrementAndGet();
                                    if (refusals.get() == 1 || request.body().contains("never")) {
                                        refuse(
                                                request,
                                                reply,
                                                "{\"code\":-32022,\"message\":\"?\",\"data\":"
                                                        + "{\"supported\":[\"2026-07-28\"]}}");
                                    } else {
                                        answer(request, reply, "{}");
                                    }
                                });
                var talk = talk(server, BackendEra.of(Revision.STATELESS))) {
            assertThat(talk.call("prompts/list", "{}").answer().get("result")).isNotNull();
            assertThat(refusals).hasValue(2);
            assertThat(talk.call("prompts/get", "{\"name\":\"never\"}").answer().get("error"))
                    .isNotNull();
            assertThat(refusals).hasValue(4);
        }
    }

    @Test
    void aSessionOfAServerOfThisRevisionHasOneDiscoveryAndNeitherGetNorDelete() throws Exception {
        try (var server = server(false, (request, reply) -> answer(request, reply, "{}"))) {
            var era = BackendEra.detected();
            for (int i = 0; i < 2; i++) {
                try (var talk = talk(server, era)) {
                    assertThat(talk.opened().at("serverInfo", "name")).hasToString("\"scripted\"");
                    assertThat(talk.isStateless()).isTrue();
                    talk.call("tools/list", "{}").answer();
                }
            }
            assertThat(server.next().header("mcp-method")).isEqualTo("server/discover");
            assertThat(server.next().header("mcp-method")).isEqualTo("tools/list");
            assertThat(server.next().header("mcp-method")).isEqualTo("tools/list");
            assertThat(server.staysSilent()).isTrue();
        }
    }

    /** How servers of the handshake era, or whoever stands before them, take a request of ours. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "200 OK|application/json|{'jsonrpc':'2.0','id':0,'error':{'code':-32601,'message':'?'}}",
                "400 Bad Request|application/json|{'jsonrpc':'2.0','id':null,'error':{'code':-32000,'message':'?'}}",
                "400 Bad Request|text/plain|A session id is needed",
                "400 Bad Request|application/json|{'error':'no JSON-RPC'}",
                "404 Not Found|application/json|{'jsonrpc':'2.0','id':null,'error':{'code':-32001,'message':'?'}}",
                "404 Not Found|text/html|nothing here",
                "405 Method Not Allowed|text/plain|no",
                "415 Unsupported Media Type|text/plain|no",
                "401 Unauthorized|text/plain|no",
                "403 Forbidden|application/json|{'jsonrpc':'2.0','id':null,'error':{'code':-32000,'message':'?'}}",
                "500 Internal Server Error|text/plain|oh",
                "503 Service Unavailable|application/json|{'jsonrpc':'2.0','id':0,'error':{'code':-32603,'message':'?'}}",
                "202 Accepted|text/plain|taken",
                "200 OK|text/html|a page",
                "200 OK|application/json|not JSON",
            })
    void whoeverRefusesDiscoveryIsMetWithAHandshake(String status, String type, String body)
            throws Exception {
        var json = body.replace('\'', '"');
        try (var server =
                        new ScriptedServer((request, reply) -> {
                            if (request.header("mcp-method").equals("server/discover")) {
                                reply.answer(status, type, json);
                            } else {
                                Backends.handshake((other, rest) ->
                                                rest.json(Backends.answer(id(other), "{}")))
                                        .serve(request, reply);
                            }
                        });
                var talk = talk(server, BackendEra.detected())) {
            assertThat(talk.opened().at("serverInfo", "name")).hasToString("\"scripted\"");
            assertThat(talk.isStateless()).isFalse();
            assertThat(server.next().header("mcp-method")).isEqualTo("server/discover");
            var initialize = server.next();
            assertThat(initialize.body()).contains("\"method\":\"initialize\"");
            assertThat(initialize.headers())
                    .doesNotContainKeys("mcp-protocol-version", "mcp-method");
            assertThat(talk.call("tools/list", "{}").answer().get("result")).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"-32020", "-32021", "-32022"})
    void errorsThatOnlyThisRevisionHasAreASignOfIt(int code) throws Exception {
        var first = new AtomicInteger();
        try (var fussy =
                        new ScriptedServer((request, reply) -> {
                            if (first.incrementAndGet() == 1) {
                                refuse(
                                        request,
                                        reply,
                                        "{\"code\":"
                                                + code
                                                + ",\"message\":\"?\",\"data\":{\"supported\":"
                                                + "[\"2026-07-28\"]}}");
                            } else {
                                answer(request, reply, DISCOVERED.formatted(false));
                            }
                        });
                var talk = talk(fussy, BackendEra.detected())) {
            talk.opened();
            assertThat(talk.isStateless()).isTrue();
        }
    }

    @Test
    void aBackendThatCannotBeReachedIsGoneAtOnce() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var backend = HttpBackend.to(URI.create("http://127.0.0.1:" + port + "/mcp"), loops);
        try (var talk = new Talk(backend, BackendEra.detected(), timers)) {
            assertThat(talk.closed().message()).contains("cannot be reached");
        }
    }

    @Test
    void aBackendWhoseCertificateIsNotTrustedIsGoneAtOnce(@TempDir Path directory)
            throws Exception {
        var certificate = TestCertificate.of(directory, "ip:127.0.0.1", "-0d");
        try (var server = new ScriptedServer(certificate.sockets(), true, (request, reply) -> {});
                var talk = talk(server, BackendEra.detected())) {
            assertThat(talk.closed().message()).contains("certificate");
            assertThat(server.hasReceivedNothingElse()).isTrue();
        }
    }

    @Test
    void aServerThatWasOnlySlowToBeDiscoveredSaysSoInTheHandshake() throws Exception {
        var first = new AtomicInteger();
        try (var server =
                        new ScriptedServer((request, reply) -> {
                            if (first.incrementAndGet() == 1) {
                                reply.awaitClose();
                            } else if (request.header("mcp-method").isEmpty()) {
                                refuse(
                                        request,
                                        reply,
                                        "{\"code\":-32022,\"message\":\"?\",\"data\":"
                                                + "{\"supported\":[\"2026-07-28\"]}}");
                            } else {
                                answer(request, reply, DISCOVERED.formatted(false));
                            }
                        });
                var talk = talk(server, BackendEra.detected())) {
            server.next();
            timers.awaitAlarm(Duration.ofSeconds(10));
            timers.advance(Duration.ofSeconds(10));
            assertThat(talk.opened().at("serverInfo", "name")).hasToString("\"scripted\"");
            assertThat(talk.isStateless()).isTrue();
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsMetWithAHandshakeAfterTenSeconds() throws Exception {
        try (var server =
                        new ScriptedServer((request, reply) -> {
                            if (request.header("mcp-method").isEmpty()) {
                                Backends.handshake((other, rest) -> {}).serve(request, reply);
                            } else {
                                reply.awaitClose();
                            }
                        });
                var talk = talk(server, BackendEra.detected())) {
            server.next();
            timers.awaitAlarm(Duration.ofSeconds(10));
            timers.advance(Duration.ofSeconds(10));
            talk.opened();
            assertThat(talk.isStateless()).isFalse();
        }
    }
}
