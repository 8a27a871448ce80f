package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static io.tieline.http.Backends.handshake;
import static io.tieline.http.Backends.initialize;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Connections: opened, reused, limited, and lost.
 *
 * <p>Long because each of the twenty fates of a connection scripts a server of its own, and they
 * are read side by side.
 */
final class BackendPoolTest {

    private final ManualTimers timers = new ManualTimers();
    private final Heard listener = new Heard();
    private final Heard called = new Heard();

    private static HttpBackendSettings requests(int inFlight, int behind) {
        return HttpBackendSettings.DEFAULT.withLimits(
                HttpBackendLimits.DEFAULT.withRequests(inFlight, behind));
    }

    private static void echo(ScriptedServer.Received request, ScriptedServer.Reply reply)
            throws Exception {
        var id = request.body().replaceAll(".*\"id\":(\\d+).*", "$1");
        reply.json(answer(id, "{}"));
    }

    @Test
    void connectionsAreReused() throws Exception {
        try (var all = new Backends(handshake(BackendPoolTest::echo))) {
            var link = all.open(listener);
            for (int i = 1; i <= 50; i++) {
                link.request(call(i), called);
                assertThat(called.message()).isEqualTo(answer(i, "{}"));
            }
            // One of the two was opened while the GET stream was being refused on the other.
            assertThat(all.server.connections()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aConnectionIsReusedAfterAnEventStreamToo() throws Exception {
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            reply.events();
                            reply.lastEvent(answer(1, "{}"));
                        }))) {
            var link = all.open(listener);
            for (int i = 1; i <= 20; i++) {
                var each = new Heard();
                link.request(call(1), each);
                each.message();
            }
            assertThat(all.server.connections()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aConnectionIsReusedAfterAnAnsweredRequestIsReleased() throws Exception {
        var released = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        try (var all =
                new Backends(
                        Backends.with(timers),
                        handshake((request, reply) -> {
                            reply.events();
                            reply.event(answer(1, "{}"));
                            released.await();
                            reply.event(answer(9, "{}"));
                            reply.end();
                            ended.countDown();
                        }))) {
            var link = all.open(listener);
            link.request(call(1), called);
            called.message();
            link.release(called);
            SettledLoops.await(all.loops);
            released.countDown();
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            int first = all.server.next().connection();
            SettledLoops.await(all.loops);
            var next = new Heard();
            link.request(call(1), next);
            next.message();
            assertThat(all.server.next().connection()).isEqualTo(first);
            assertThat(called.nothingElse()).isTrue();
        }
    }

    @Test
    void aServerThatDoesNotEndItsStreamAfterTheAnswerLosesTheConnection() throws Exception {
        var closed = new CountDownLatch(1);
        try (var all =
                new Backends(
                        Backends.with(timers),
                        handshake((request, reply) -> {
                            reply.events();
                            reply.event(answer(1, "{}"));
                            reply.awaitClose();
                            closed.countDown();
                        }))) {
            all.open(listener).request(call(1), called);
            called.message();
            timers.awaitAlarm(Duration.ofSeconds(1));
            timers.advance(Duration.ofSeconds(1));
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(called.nothingElse()).isTrue();
        }
    }

    @Test
    void idleConnectionsAreClosed() throws Exception {
        var closed = new CountDownLatch(1);
        try (var all =
                new Backends(
                        Backends.with(timers),
                        handshake((request, reply) -> {
                            echo(request, reply);
                            reply.awaitClose();
                            closed.countDown();
                        }))) {
            all.open(listener).request(call(1), called);
            called.message();
            for (int i = 0; i < 2; i++) {
                timers.awaitAlarm(Duration.ofSeconds(2));
                timers.advance(Duration.ofSeconds(2));
            }
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aServerThatAnnouncesAShorterTimeIsBelieved() throws Exception {
        try (var all =
                new Backends(
                        Backends.with(timers),
                        handshake((request, reply) ->
                                reply.json(answer(1, "{}"), "Keep-Alive: timeout=2")))) {
            var link = all.open(listener);
            link.request(call(1), called);
            called.message();
            link.request(call(1), called);
            called.message();
            timers.advance(Duration.ofMillis(1001));
            link.request(call(1), called);
            called.message();
            int first = all.server.next().connection();
            assertThat(all.server.next().connection()).isEqualTo(first);
            assertThat(all.server.next().connection()).isNotEqualTo(first);
        }
    }

    @Test
    void aConnectionThatTheServerEndsIsNotReused() throws Exception {
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            reply.json(answer(1, "{}"), "Connection: close");
                            reply.awaitClose();
                        }))) {
            var link = all.open(listener);
            for (int i = 0; i < 3; i++) {
                link.request(call(1), called);
                called.message();
            }
            int first = all.server.next().connection();
            int second = all.server.next().connection();
            assertThat(second).isNotEqualTo(first);
            assertThat(all.server.next().connection()).isNotIn(first, second);
        }
    }

    @Test
    void aPooledConnectionThatHasDiedIsReplaced() throws Exception {
        var died = new CountDownLatch(1);
        var posts = new AtomicInteger();
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            echo(request, reply);
                            if (posts.incrementAndGet() == 1) {
                                reply.cut();
                                died.countDown();
                            }
                        }))) {
            var link = all.open(listener);
            link.request(call(1), called);
            called.message();
            died.await();
            SettledLoops.await(all.loops);
            var next = new Heard();
            link.request(call(2), next);
            assertThat(next.message()).isEqualTo(answer(2, "{}"));
        }
    }

    @Test
    void aRequestOfWhichNoByteLeftIsSentAgain() throws Exception {
        var loopIsBusy = new CountDownLatch(1);
        var reset = new CountDownLatch(1);
        var posts = new AtomicInteger();
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            echo(request, reply);
                            if (posts.incrementAndGet() == 1) {
                                loopIsBusy.await();
                                reply.reset();
                                reset.countDown();
                            }
                        }))) {
            var link = all.open(listener);
            link.request(call(1), called);
            called.message();
            // The loop is kept from noticing that its connection has been reset.
            all.loops
                    .loops()
                    .here()
                    .submit(() -> {
                        loopIsBusy.countDown();
                        reset.await();
                        link.request(call(2), called);
                        return true;
                    })
                    .get(10, TimeUnit.SECONDS);
            assertThat(called.message()).isEqualTo(answer(2, "{}"));
            all.server.next();
            assertThat(all.server.next().body()).contains("\"id\":2,");
            assertThat(all.server.hasReceivedNothingElse()).isTrue();
        }
    }

    @Test
    void aRequestOfWhichAnyByteLeftIsNeverSentAgain() throws Exception {
        try (var all = new Backends(handshake((request, reply) -> reply.reset()))) {
            var link = all.open(listener);
            link.request(call(1), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.GONE);
            assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
            assertThat(failure.message()).contains("whether it did the work is not known");
            assertThat(all.server.next().body()).contains("tools/call");
            assertThat(all.server.hasReceivedNothingElse()).isTrue();
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @Test
    void aResponseThatIsCutInTheMiddleOfItsBodyFailsTheRequest() throws Exception {
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            reply.raw(
                                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                            + "Content-Length: 1000\r\n\r\n"
                                            + answer(1, "{}"));
                            reply.cut();
                        }))) {
            all.open(listener).request(call(1), called);
            assertThat(called.failure().executed()).isEqualTo(Executed.MAYBE);
        }
    }

    @Test
    void whoeverStandsInLineBehindTheLimitIsServedInOrder() throws Exception {
        var go = new CountDownLatch(1);
        var settings = requests(2, 3);
        try (var all =
                new Backends(
                        settings,
                        handshake((request, reply) -> {
                            if (request.body().contains("\"id\":1,")
                                    || request.body().contains("\"id\":2,")) {
                                go.await();
                            }
                            echo(request, reply);
                        }))) {
            var link = all.open(listener);
            List<Heard> calls = new ArrayList<>();
            for (int i = 1; i <= 6; i++) {
                calls.add(new Heard());
                link.request(call(i), calls.getLast());
            }
            var refused = calls.removeLast().failure();
            assertThat(refused.kind()).isEqualTo(Kind.OVERLOADED);
            assertThat(refused.executed()).isEqualTo(Executed.NO);
            assertThat(all.server.next().body() + all.server.next().body())
                    .contains("\"id\":1,")
                    .contains("\"id\":2,");
            assertThat(all.server.hasReceivedNothingElse()).isTrue();
            go.countDown();
            for (int i = 1; i <= 5; i++) {
                assertThat(calls.get(i - 1).message()).isEqualTo(answer(i, "{}"));
            }
        }
    }

    @Test
    void aRequestThatIsReleasedWhileItWaitsNeverLeaves() throws Exception {
        var go = new CountDownLatch(1);
        var settings = requests(1, 3);
        try (var all =
                new Backends(
                        settings,
                        handshake((request, reply) -> {
                            go.await();
                            echo(request, reply);
                        }))) {
            var link = all.open(listener);
            var released = new Heard();
            var last = new Heard();
            link.request(call(1), called);
            link.request(call(2), released);
            link.request(call(3), last);
            link.release(released);
            all.server.next();
            SettledLoops.await(all.loops);
            go.countDown();
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
            assertThat(last.message()).isEqualTo(answer(3, "{}"));
            assertThat(all.server.next().body()).contains("\"id\":3,");
            assertThat(released.nothingElse()).isTrue();
        }
    }

    @Test
    void answersAndCancellationsNeverWaitBehindTheLimit() throws Exception {
        var answered = new CountDownLatch(1);
        var cancelled = new CountDownLatch(1);
        var settings = requests(1, 3);
        try (var all =
                new Backends(
                        settings,
                        handshake((request, reply) -> {
                            if (request.body().contains("tools/call")) {
                                answered.await();
                                cancelled.await();
                                echo(request, reply);
                            } else {
                                reply.status("202 Accepted");
                                (request.body().contains("cancelled") ? cancelled : answered)
                                        .countDown();
                            }
                        }))) {
            var link = all.open(listener);
            link.request(call(1), called);
            link.send(Result.of(Id.of(9), Json.EMPTY_OBJECT));
            link.send(Notification.of(Method.CANCELLED, Json.object("requestId", 1)));
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
        }
    }

    @Test
    void aServerThatTakesNoBytesIsGivenUp() throws Exception {
        var settings =
                Backends.with(timers).withTransport(HttpBackendSettings.Transport.STREAMABLE);
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var loops = EventLoops.open(1)) {
            var uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/mcp");
            var link = HttpBackend.to(uri, loops, settings).connect(listener);
            var large = Json.object("name", "x".repeat(32 << 20));
            link.request(Request.of(Id.of(1), Method.TOOLS_CALL, large), called);
            // The operating system takes some bytes before it takes none.
            timers.advanceUntil(() -> !called.nothingElse(), Duration.ofMinutes(10));
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
            assertThat(failure.message()).contains("600000 ms");
        }
    }

    @Test
    void responsesAndEventsHaveALimit() throws Exception {
        var small = HttpBackendLimits.DEFAULT.withMessage(new Limits(1000, 64, 100));
        try (var all =
                new Backends(
                        HttpBackendSettings.DEFAULT.withLimits(small),
                        handshake((request, reply) -> {
                            if (request.body().contains("\"id\":1,")) {
                                reply.json(answer(1, "{\"x\":\"" + "x".repeat(1000) + "\"}"));
                            } else {
                                reply.events();
                                while (true) {
                                    reply.piece("data: " + "x".repeat(100));
                                }
                            }
                        }))) {
            var link = all.open(listener);
            link.request(call(1), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.BROKE_PROTOCOL);
            assertThat(failure.message())
                    .contains("a response longer than the limit of 1000 bytes");
            link.request(call(2), called);
            assertThat(called.failure().message())
                    .contains("an event longer than the limit of 1000 bytes");
        }
    }

    @Test
    void aHeadHasALimit() throws Exception {
        try (var all =
                new Backends(
                        handshake((request, reply) ->
                                reply.json(answer(1, "{}"), "X: " + "x".repeat(40_000))))) {
            all.open(listener).request(call(1), called);
            assertThat(called.failure().kind()).isEqualTo(Kind.BROKE_PROTOCOL);
        }
    }

    @Test
    void anInterimResponseIsNoResponse() throws Exception {
        try (var all =
                new Backends(
                        handshake((request, reply) -> {
                            reply.raw("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
                            echo(request, reply);
                        }))) {
            var link = all.open(listener);
            link.request(call(1), called);
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
            link.request(call(2), called);
            assertThat(called.message()).isEqualTo(answer(2, "{}"));
            int first = all.server.next().connection();
            assertThat(all.server.next().connection()).isEqualTo(first);
        }
    }

    @Test
    void aBackendThatIsNotThereFailsTheHandshakeAndEndsTheLink() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (var loops = EventLoops.open(1)) {
            var uri = URI.create("http://127.0.0.1:" + port + "/mcp");
            var settings = HttpBackendSettings.DEFAULT.withName("files");
            var link = HttpBackend.to(uri, loops, settings).connect(listener);
            link.request(initialize(), called);
            for (var failure : List.of(called.failure(), listener.failure())) {
                assertThat(failure.kind()).isEqualTo(Kind.GONE);
                assertThat(failure.executed()).isEqualTo(Executed.NO);
                assertThat(failure.message())
                        .startsWith("Backend files at " + uri + " cannot be reached")
                        .contains("refused");
            }
        }
    }

    @Test
    void aHostThatIsUnknownIsNamed() throws Exception {
        try (var loops = EventLoops.open(1)) {
            var uri = URI.create("http://no-such-host.invalid/mcp");
            HttpBackend.to(uri, loops).connect(listener).request(initialize(), called);
            assertThat(called.failure().message())
                    .contains("host name is unknown")
                    .contains("no-such-host.invalid");
            assertThat(listener.failure().kind()).isEqualTo(Kind.GONE);
        }
    }

    @Test
    void everyAddressOfAHostIsTried() throws Exception {
        try (var all = new Backends(handshake(BackendPoolTest::echo))) {
            // Of the two addresses of localhost this server has one.
            var uri = URI.create("http://localhost:" + all.server.port() + "/mcp");
            HttpBackend.to(uri, all.loops).connect(listener).request(initialize(), called);
            called.message();
            assertThat(all.server.next().header("host")).isEqualTo(uri.getAuthority());
        }
    }

    @Test
    void aCallAfterTheBackendHasGoneFailsAndTheLinkWaitsForItsReturn() throws Exception {
        try (var all = new Backends(handshake(BackendPoolTest::echo))) {
            var link = all.open(listener);
            all.server.close();
            // Else the call could meet a connection whose end nobody has noticed yet.
            SettledLoops.await(all.loops);
            link.request(call(1), called);
            var failure = called.failure();
            assertThat(failure.message()).contains("cannot be reached");
            assertThat(failure.executed()).isEqualTo(Executed.NO);
            assertThat(listener.nothingElse()).isTrue();
        }
    }
}
