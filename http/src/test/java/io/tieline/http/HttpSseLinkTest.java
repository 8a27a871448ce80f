package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static io.tieline.http.Backends.initialize;
import static io.tieline.http.Backends.initializeResult;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.HttpBackendSettings.Transport;
import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Limits;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The older transport, and how a backend that speaks it is found out.
 *
 * <p>Long because all of it is told of one stream, which the tests write by hand.
 */
final class HttpSseLinkTest {

    private static final String END = "end of stream";

    private final Heard listener = new Heard();
    private final Heard called = new Heard();

    /** What the stream says; the scripted server sends it as it comes. */
    private final BlockingQueue<String> stream = new LinkedBlockingQueue<>();

    private final HttpBackendSettings settings =
            HttpBackendSettings.DEFAULT.withTransport(Transport.SSE);

    private void script(ScriptedServer.Received request, ScriptedServer.Reply reply)
            throws Exception {
        if (request.method().equals("GET")) {
            reply.events();
            for (var next = stream.take(); !next.equals(END); next = stream.take()) {
                reply.piece(next);
            }
            reply.end();
            return;
        }
        if (request.target().equals("/mcp")) {
            reply.status("405 Method Not Allowed");
            return;
        }
        reply.status("202 Accepted");
        if (request.body().contains("\"initialize\"")) {
            stream.add(data(initializeResult("0")));
        } else if (request.body().contains("tools/call")) {
            stream.add(data(answer(1, "{}")));
        }
    }

    private static String data(String message) {
        return "event: message\ndata: " + message + "\n\n";
    }

    private void endpoint(String uri) {
        stream.add("event: endpoint\ndata: " + uri + "\n\n");
    }

    @ParameterizedTest
    @CsvSource({
        "SSE, /messages?id=7, /messages?id=7",
        "SSE, messages, /messages",
        "SSE, '  http://HOST/deep/er ', /deep/er",
        "AUTO, /messages?id=7, /messages?id=7"
    })
    void everythingIsPostedToTheEndpointAndAnsweredOnTheStream(
            Transport transport, String named, String target) throws Exception {
        var own =
                HttpBackendSettings.DEFAULT
                        .withTransport(transport)
                        .withHeaders(Map.of("Authorization", "Bearer s3cret"));
        try (var all = new Backends(own, this::script)) {
            endpoint(named.replace("HOST", all.server.authority()));
            var link = all.connect(listener);
            link.request(initialize(), called);
            if (transport == Transport.AUTO) {
                assertThat(all.server.next().body()).contains("\"initialize\"");
            }
            var get = all.server.next();
            assertThat(get.method()).isEqualTo("GET");
            assertThat(get.target()).isEqualTo("/mcp");
            assertThat(get.header("accept")).isEqualTo("text/event-stream");
            var post = all.server.next();
            assertThat(post.target()).isEqualTo(target);
            assertThat(post.header("authorization")).isEqualTo("Bearer s3cret");
            assertThat(post.body()).isEqualTo(initialize().json().toString());
            assertThat(listener.message()).isEqualTo(initializeResult("0"));
            assertThat(link.attributes()).isFalse();
            link.opened(Revision.V2024_11_05);
            link.send(Notification.of(Method.INITIALIZED, null));
            link.request(call(1), new Heard(Map.of("authorization", "Bearer other")));
            assertThat(listener.message()).isEqualTo(answer(1, "{}"));
            // They leave in their order, and arrive on connections of their own.
            var both = List.of(all.server.next(), all.server.next());
            assertThat(both).anyMatch(one -> one.body().contains("initialized"));
            assertThat(both).anyMatch(one -> "Bearer other".equals(one.header("authorization")));
            assertThat(called.nothingElse()).isTrue();
            link.close();
            stream.add(END);
        }
    }

    @Test
    void theStreamIsTheSession() throws Exception {
        try (var all =
                new Backends(
                        settings,
                        (request, reply) -> {
                            if (request.body().contains("tools/call")) {
                                reply.status("202 Accepted");
                                stream.add(END);
                            } else {
                                script(request, reply);
                            }
                        })) {
            endpoint("/messages");
            var link = all.connect(listener);
            link.request(initialize(), called);
            listener.message();
            link.request(call(2), called);
            var failure = listener.failure();
            assertThat(failure.kind()).isEqualTo(Kind.GONE);
            assertThat(failure.message()).contains("the session with it");
            assertThat(listener.neverLeft()).isEmpty();
            link.request(call(1), called);
            assertThat(called.failure().executed()).isEqualTo(Executed.NO);
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void closingEndsTheStreamAndIsSilent() throws Exception {
        var closed = new CountDownLatch(1);
        try (var all =
                new Backends(
                        settings,
                        (request, reply) -> {
                            if (request.isPost()) {
                                reply.status("202 Accepted");
                            } else {
                                reply.events();
                                reply.piece("event: endpoint\ndata: /messages\n\n");
                                reply.event(initializeResult("0"));
                                reply.awaitClose();
                                closed.countDown();
                            }
                        })) {
            var link = all.connect(listener);
            link.request(initialize(), called);
            listener.message();
            link.close();
            link.close();
            closed.await();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void aSecondEndpointIsIgnored() throws Exception {
        try (var all = new Backends(settings, this::script)) {
            endpoint("/messages");
            var link = all.connect(listener);
            link.request(initialize(), called);
            listener.message();
            endpoint("/elsewhere");
            stream.add(data(answer(9, "{}")));
            assertThat(listener.message()).isEqualTo(answer(9, "{}"));
            link.request(call(1), called);
            listener.message();
            all.server.next();
            all.server.next();
            assertThat(all.server.next().target()).isEqualTo("/messages");
            stream.add(END);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/messages?key=t0psecret",
                "//example.com/messages",
                "https://HOST/messages",
                "file:///etc/passwd",
                "http://user@HOST/messages",
                ":"
            })
    void anEndpointOfAnotherOriginIsRefused(String named) throws Exception {
        try (var all = new Backends(settings, this::script)) {
            endpoint(named.replace("HOST", all.server.authority()));
            all.connect(listener).request(initialize(), called);
            var failure = listener.failure();
            assertThat(failure.kind()).isEqualTo(Kind.BROKE_PROTOCOL);
            assertThat(failure.executed()).isEqualTo(Executed.NO);
            assertThat(failure.message()).contains("another origin").doesNotContain("t0psecret");
            all.server.next();
            assertThat(all.server.hasReceivedNothingElse()).isTrue();
            stream.add(END);
        }
    }

    @Test
    void aStreamThatBeginsWithSomethingElseIsNone() throws Exception {
        try (var all = new Backends(settings, this::script)) {
            stream.add(data(answer(1, "{}")));
            endpoint("/messages");
            all.connect(listener).request(initialize(), called);
            var failure = listener.failure();
            assertThat(failure.kind()).isEqualTo(Kind.BROKE_PROTOCOL);
            assertThat(failure.message()).contains("names no endpoint");
            assertThat(listener.neverLeft()).containsExactly(initialize().id());
            stream.add(END);
        }
    }

    /** The limit of the start counts, which is not the link's. */
    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"AUTO", "SSE"})
    void aStreamThatNamesItsEndpointLateIsWaitedFor(Transport transport) throws Exception {
        var timers = new ManualTimers();
        try (var all = new Backends(Backends.with(timers).withTransport(transport), this::script)) {
            all.connect(listener).request(initialize(), called);
            assertThat(all.server.next().target()).isEqualTo("/mcp");
            SettledLoops.await(all.loops);
            timers.advance(Duration.ofMinutes(2));
            endpoint("/messages");
            assertThat(listener.message()).isEqualTo(initializeResult("0"));
            assertThat(called.nothingElse()).isTrue();
            stream.add(END);
        }
    }

    /** What the stream itself says is wrong is told, and not the status of the POST before it. */
    @Test
    void anEventStreamOfAnotherKindIsToldAsWhatItIs() throws Exception {
        try (var all = new Backends(this::script)) {
            stream.add(data(answer(1, "{}")));
            all.connect(listener).request(initialize(), called);
            assertThat(listener.failure().message()).contains("names no endpoint");
            stream.add(END);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404 Not Found, text/html, GONE, GET is refused with HTTP status 404",
        "429 Too Many Requests, text/html, OVERLOADED, GET is refused with HTTP status 429",
        "200 OK, text/html, BROKE_PROTOCOL, GET brings text/html"
    })
    void aUrlWithoutAStreamIsNamed(String status, String type, Kind kind, String words)
            throws Exception {
        try (var all = new Backends(settings, (request, reply) -> reply.answer(status, type, ""))) {
            all.connect(listener).request(initialize(), called);
            var failure = listener.failure();
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.message())
                    .contains("http://" + all.server.authority() + "/mcp")
                    .contains(words);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401 Unauthorized, '', 202 Accepted, GONE",
        "404 Not Found, '', 202 Accepted, GONE",
        "404 Not Found, '', 404 Not Found, SESSION_LOST",
        "404 Not Found, Could not find session, 202 Accepted, SESSION_LOST",
        "400 Bad Request, No transport found for sessionId, 400 Bad Request, SESSION_LOST",
        "410 Gone, '', 202 Accepted, SESSION_LOST",
        "500 Oops, '', 202 Accepted, GONE",
        "503 Busy, '', 503 Busy, GONE"
    })
    void aPostThatIsRefusedFailsItsRequest(String status, String words, String ping, Kind kind)
            throws Exception {
        try (var all =
                new Backends(
                        settings,
                        (request, reply) -> {
                            if (request.body().contains("tools/call")) {
                                reply.answer(status, "text/plain", words);
                            } else if (request.body().contains("ping")) {
                                stream.add(data(answer("\"tieline-probe\"", "{}")));
                                reply.status(ping);
                            } else {
                                script(request, reply);
                            }
                        })) {
            endpoint("/messages");
            var link = all.connect(listener);
            link.request(initialize(), called);
            listener.message();
            link.request(call(1), called);
            assertThat(called.failure().kind()).isEqualTo(kind);
            assertThat(listener.signsOfLife()).isEqualTo(status.startsWith("503") ? 0 : 1);
            if (kind == Kind.SESSION_LOST) {
                assertThat(listener.failure().kind()).isEqualTo(kind);
            }
            assertThat(listener.nothingElse()).isTrue();
            stream.add(END);
        }
    }

    @Test
    void aBackendThatSpeaksNeitherIsToldByItsFirstRefusal() throws Exception {
        try (var all = new Backends((request, reply) -> reply.status("404 Not Found"))) {
            var link = all.connect(listener);
            link.request(initialize(), called);
            assertThat(called.failure().message())
                    .contains("refused POST with HTTP status 404")
                    .contains("no MCP endpoint at this path");
            assertThat(all.server.next().method()).isEqualTo("POST");
            assertThat(all.server.next().method()).isEqualTo("GET");
            assertThat(listener.nothingElse()).isTrue();
            assertThat(link.attributes()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"401 Unauthorized", "403 Forbidden", "500 Oops", "503 Busy"})
    void otherRefusalsSayNothingAboutTheTransport(String status) throws Exception {
        try (var all = new Backends((request, reply) -> reply.status(status))) {
            all.connect(listener).request(initialize(), called);
            assertThat(called.failure().message()).contains(status.substring(0, 3));
            all.server.next();
            assertThat(all.server.hasReceivedNothingElse()).isTrue();
        }
    }

    @Test
    void anInitializeThatTheBackendItselfRefusesKeepsItsWords() throws Exception {
        var error =
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32602,\"message\":\"unsupported\"}}";
        try (var all =
                new Backends((request, reply) -> {
                    if (request.isPost()) {
                        reply.answer("400 Bad Request", "application/json", error);
                    } else {
                        reply.status("405 Method Not Allowed");
                    }
                })) {
            all.connect(listener).request(initialize(), called);
            assertThat(called.message()).isEqualTo(error);
        }
    }

    private static String of(String message) {
        return "data: " + message + "\n\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"jsonrpc":"2.0","id":1,"result":{"x":NaN}} | 1    | byte 38
                    {"jsonrpc":"2.0","id":"1","result":{"x":.}} | "1"  | byte 40
                    {"jsonrpc":"2.0","result":{}}               | null | id
                    """)
    void anAnswerThatCannotBeReadIsToldAtOnce(String message, String id, String words)
            throws Exception {
        try (var all = new Backends(settings, this::script)) {
            endpoint("/messages");
            var link = all.connect(listener);
            link.request(initialize(), called);
            listener.message();
            stream.add(of("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":NaN}"));
            stream.add(of("ready!"));
            stream.add(of(message));
            var why = listener.unreadable();
            assertThat(String.valueOf(why.answers() == null ? null : why.answers().json()))
                    .isEqualTo(id);
            assertThat(why.getMessage()).contains(words);
            assertThat(listener.nothingElse()).isTrue();
            stream.add(END);
        }
    }

    @Test
    void oneOfABatchThatCannotBeReadSaysNothingOfTheOthers() throws Exception {
        try (var all = new Backends(settings, this::script)) {
            endpoint("/messages");
            var link = all.connect(listener);
            link.request(initialize(), called);
            listener.message();
            stream.add(
                    of(
                            "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"x\":NaN}},"
                                    + answer(2, "{}")
                                    + "]"));
            assertThat(listener.message()).isEqualTo(answer(2, "{}"));
            assertThat(String.valueOf(listener.unreadable().answers())).isEqualTo("1");
            assertThat(listener.nothingElse()).isTrue();
            stream.add(END);
        }
    }

    @Test
    void aQuestionThatCannotBeReadIsAnsweredSoThatNobodyWaits() throws Exception {
        try (var all = new Backends(settings, this::script)) {
            endpoint("/messages");
            var link = all.connect(listener);
            link.request(initialize(), called);
            listener.message();
            all.server.next();
            all.server.next();
            stream.add(of("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\",\"params\":NaN}"));
            assertThat(all.server.next().body()).contains("\"id\":9").contains("-32700");
            assertThat(listener.nothingElse()).isTrue();
            stream.add(END);
        }
    }

    @Test
    void anEventThatIsTooLongIsTakenForWhatItsBeginningSaysOrElseForAnAnswer() throws Exception {
        var small = HttpBackendLimits.DEFAULT.withMessage(new Limits(500, 64, 100));
        try (var all = new Backends(settings.withLimits(small), this::script)) {
            endpoint("/messages");
            var link = all.connect(listener);
            link.request(initialize(), called);
            listener.message();
            all.server.next();
            all.server.next();
            var text = "{\"x\":\"" + "y".repeat(600) + "\"}";
            stream.add(of(answer(1, text)));
            var why = listener.unreadable();
            assertThat(why.getMessage()).contains("500 bytes", "--max-message");
            assertThat(String.valueOf(why.answers())).isEqualTo("1");
            stream.add(of("{\"x\":" + text + "}"));
            assertThat(listener.unreadable().answers()).isNull();
            stream.add(of("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":" + text + "}"));
            stream.add(
                    of("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"x\",\"params\":" + text + "}"));
            assertThat(all.server.next().body()).contains("\"id\":9").contains("500 bytes");
            stream.add(of(answer(2, "{}")));
            assertThat(listener.message()).isEqualTo(answer(2, "{}"));
            stream.add(END);
        }
    }
}
