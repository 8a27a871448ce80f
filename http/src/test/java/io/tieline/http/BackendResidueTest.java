package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static io.tieline.http.Backends.call;
import static io.tieline.http.Backends.handshake;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.HttpBackendSettings.Transport;
import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes of a backend that answer nothing: they end their connection, and no call. */
final class BackendResidueTest {

    private static final String INTERFACES = "io.tieline.http.ListenAddressTest#interfaces";

    private final Heard listener = new Heard();

    private static String id(ScriptedServer.Received request) {
        return request.body().replaceAll(".*\"id\":(\\d+).*", "$1");
    }

    private static String response(String status, String... lines) {
        return "HTTP/1.1 " + status + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static String json(String body) {
        return response(
                        "200 OK",
                        "Content-Type: application/json",
                        "Content-Length: " + body.length())
                + body;
    }

    private static Backends backends(NetworkIo io, ScriptedServer.Script script) {
        return new Backends(io, HttpBackendSettings.DEFAULT, handshake(script));
    }

    /** Every call is answered with its own answer, and each on a connection of its own. */
    private void assertEachIsAnsweredOnItsOwn(Backends all) throws Exception {
        var link = all.open(listener);
        var connections = new ArrayList<Integer>();
        for (int i = 1; i <= 3; i++) {
            var called = new Heard();
            link.request(call(i), called);
            assertThat(called.message()).isEqualTo(answer(i, "{}"));
            assertThat(called.nothingElse()).isTrue();
            connections.add(all.server.next().connection());
        }
        assertThat(Set.copyOf(connections)).hasSize(3);
        assertThat(listener.nothingElse()).isTrue();
    }

    @ParameterizedTest
    @MethodSource(INTERFACES)
    void bytesBehindAResponseDoNotReachTheNextCall(NetworkIo io) throws Exception {
        for (var surplus :
                List.of(
                        "garbage\r\n\r\n",
                        "H",
                        "HTTP/1.1 200 O",
                        "\r\n",
                        json(answer(2, "{\"of\":\"nobody\"}")),
                        response("500 Oops", "Content-Length: 0"))) {
            try (var all =
                    backends(
                            io,
                            (request, reply) ->
                                    reply.raw(json(answer(id(request), "{}")) + surplus))) {
                assertEachIsAnsweredOnItsOwn(all);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(INTERFACES)
    void bytesBehindAnEventStreamDoNotReachTheNextCall(NetworkIo io) throws Exception {
        try (var all =
                backends(
                        io,
                        (request, reply) -> {
                            reply.events();
                            var event = "data: " + answer(id(request), "{}") + "\n\n";
                            reply.raw(
                                    Integer.toHexString(event.length())
                                            + "\r\n"
                                            + event
                                            + "\r\n0\r\n\r\n"
                                            + "5\r\nmore!\r\n0\r\n\r\n");
                        })) {
            assertEachIsAnsweredOnItsOwn(all);
        }
    }

    @ParameterizedTest
    @MethodSource(INTERFACES)
    void aBodyWhereNoneCanBeDoesNotReachTheNextCall(NetworkIo io) throws Exception {
        for (var status : List.of("204 No Content", "304 Not Modified")) {
            try (var all =
                    backends(
                            io,
                            (request, reply) -> {
                                if (request.body().contains("\"id\"")) {
                                    reply.raw(json(answer(id(request), "{}")));
                                } else {
                                    reply.raw(response(status, "Content-Length: 7") + "{\"x\":1}");
                                }
                            })) {
                var link = all.open(listener);
                for (int i = 1; i <= 3; i++) {
                    var called = new Heard();
                    link.send(Notification.of("notifications/x", null));
                    link.request(call(i), called);
                    assertThat(called.message()).as(status).isEqualTo(answer(i, "{}"));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(INTERFACES)
    void aBodyThatEndsWithItsConnectionIsWhole(NetworkIo io) throws Exception {
        try (var all =
                backends(
                        io,
                        (request, reply) -> {
                            reply.raw(
                                    response("200 OK", "Content-Type: application/json")
                                            + answer(id(request), "{}"));
                            reply.cut();
                        })) {
            assertEachIsAnsweredOnItsOwn(all);
        }
    }

    @ParameterizedTest
    @MethodSource(INTERFACES)
    void whoWaitsForAPlaceGetsNoConnectionWithResidue(NetworkIo io) throws Exception {
        var go = new CountDownLatch(1);
        var settings =
                HttpBackendSettings.DEFAULT.withLimits(
                        HttpBackendLimits.DEFAULT.withRequests(1, 9));
        try (var all =
                new Backends(
                        io,
                        settings,
                        handshake((request, reply) -> {
                            go.await();
                            reply.raw(json(answer(id(request), "{}")) + json(answer(9, "{}")));
                        }))) {
            var link = all.open(listener);
            List<Heard> calls = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                calls.add(new Heard());
                link.request(call(i), calls.getLast());
            }
            go.countDown();
            for (int i = 1; i <= 5; i++) {
                assertThat(calls.get(i - 1).message()).isEqualTo(answer(i, "{}"));
            }
        }
    }

    /**
     * The loop reads what came unasked only after the next request was written, and before it was
     * flushed.
     */
    @ParameterizedTest
    @MethodSource(INTERFACES)
    void bytesThatCameBeforeARequestLeftAreNotItsAnswer(NetworkIo io) throws Exception {
        var loopIsBusy = new CountDownLatch(1);
        var surplus = new CountDownLatch(1);
        try (var all =
                backends(
                        io,
                        (request, reply) -> {
                            reply.raw(json(answer(id(request), "{}")));
                            if (id(request).equals("1")) {
                                loopIsBusy.await();
                                reply.raw("garbage\r\n\r\n");
                                surplus.countDown();
                            }
                        })) {
            var link = all.open(listener);
            var called = new Heard();
            link.request(call(1), called);
            called.message();
            SettledLoops.await(all.loops);
            all.loops
                    .loops()
                    .here()
                    .submit(() -> {
                        loopIsBusy.countDown();
                        return surplus.await(10, TimeUnit.SECONDS);
                    })
                    .get(10, TimeUnit.SECONDS);
            SettledLoops.await(all.loops);
            var next = new Heard();
            link.request(call(2), next);
            assertThat(next.message()).isEqualTo(answer(2, "{}"));
            assertThat(all.server.next().connection()).isNotEqualTo(all.server.next().connection());
        }
    }

    @ParameterizedTest
    @MethodSource(INTERFACES)
    void whatComesUnaskedOnAnIdleConnectionEndsIt(NetworkIo io) throws Exception {
        var ended = new CountDownLatch(1);
        try (var all =
                backends(
                        io,
                        (request, reply) -> {
                            reply.raw(json(answer(id(request), "{}")));
                            if (id(request).equals("1")) {
                                reply.raw("x");
                                reply.awaitClose();
                                ended.countDown();
                            }
                        })) {
            var link = all.open(listener);
            var called = new Heard();
            link.request(call(1), called);
            called.message();
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource(INTERFACES)
    void interimResponsesHaveALimit(NetworkIo io) throws Exception {
        var early = response("103 Early Hints", "Link: </x>");
        try (var all =
                backends(
                        io,
                        (request, reply) -> {
                            int many = id(request).equals("1") ? 20 : 20_000;
                            reply.raw(early.repeat(many) + json(answer(id(request), "{}")));
                        })) {
            var link = all.open(listener);
            var called = new Heard();
            link.request(call(1), called);
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
            link.request(call(2), called);
            var failure = called.failure();
            assertThat(failure.kind()).isEqualTo(Kind.BROKE_PROTOCOL);
            assertThat(failure.message()).contains("interim responses");
            assertThat(listener.nothingElse()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource(INTERFACES)
    void aBackendThatSwitchesProtocolsUnaskedBreaksTheProtocol(NetworkIo io) throws Exception {
        try (var all =
                backends(
                        io,
                        (request, reply) ->
                                reply.raw(
                                        response(
                                                        "101 Switching Protocols",
                                                        "Upgrade: websocket",
                                                        "Connection: upgrade")
                                                + "frames"))) {
            var called = new Heard();
            all.open(listener).request(call(1), called);
            assertThat(called.failure().message()).contains("switched to another protocol");
        }
    }

    @ParameterizedTest
    @MethodSource(INTERFACES)
    void aResponseThatComesBeforeItsRequestWasReadIsTheLastOnItsConnection(NetworkIo io)
            throws Exception {
        var settings = HttpBackendSettings.DEFAULT.withTransport(Transport.STREAMABLE);
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var loops = EventLoops.open(1, io)) {
            server.setReceiveBufferSize(16 * 1024);
            var ends = new ArrayList<Integer>();
            var serving =
                    Thread.ofVirtual()
                            .start(() -> {
                                answerAtOnce(server, ends, 1);
                                answerAtOnce(server, ends, 2);
                            });
            var uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/mcp");
            var link = HttpBackend.to(uri, loops, settings).connect(listener);
            var large = Json.object("name", "x".repeat(32 << 20));
            var called = new Heard();
            link.request(Request.of(Id.of(1), Method.TOOLS_CALL, large), called);
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
            var next = new Heard();
            link.request(call(2), next);
            assertThat(next.message()).isEqualTo(answer(2, "{}"));
            serving.join();
            assertThat(ends).as("the first connection was closed").hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource(INTERFACES)
    void whatWasLeftBehindIsNotTheAnswerOfARequestThatIsStillBeingSent(NetworkIo io)
            throws Exception {
        var settings = HttpBackendSettings.DEFAULT.withTransport(Transport.STREAMABLE);
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var loops = EventLoops.open(1, io)) {
            server.setReceiveBufferSize(16 * 1024);
            var serving = Thread.ofVirtual().start(() -> leaveBehind(server));
            var uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/mcp");
            var link = HttpBackend.to(uri, loops, settings).connect(listener);
            var first = new Heard();
            link.request(call(1), first);
            assertThat(first.message()).isEqualTo(answer(1, "{}"));
            SettledLoops.await(loops);
            var large = Json.object("name", "x".repeat(32 << 20));
            var called = new Heard();
            link.request(Request.of(Id.of(2), Method.TOOLS_CALL, large), called);
            assertThat(called.message()).as("sent again").isEqualTo(answer(2, "{}"));
            serving.join();
        }
    }

    /** Answers on one connection, says something more when the next request begins, and goes on. */
    private static void leaveBehind(ServerSocket server) {
        try (var socket = server.accept()) {
            socket.getInputStream().read(new byte[4096]);
            socket.getOutputStream().write(json(answer(1, "{}")).getBytes(UTF_8));
            socket.getInputStream().read(new byte[64]);
            socket.getOutputStream().write(json(answer(2, "{\"of\":\"nobody\"}")).getBytes(UTF_8));
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException reset) {
            // It was ended, as it is to be.
        }
        try (var socket = server.accept()) {
            socket.getInputStream().read(new byte[64]);
            socket.getOutputStream().write(json(answer(2, "{}")).getBytes(UTF_8));
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException reset) {
            // The answer was taken, and the rest of the request kept back.
        }
    }

    /** Answers when the head has come, and reads on until the client ends the connection. */
    private static void answerAtOnce(ServerSocket server, List<Integer> ends, int id) {
        try (var socket = server.accept()) {
            var in = socket.getInputStream();
            in.read(new byte[64]);
            socket.getOutputStream().write(json(answer(id, "{}")).getBytes(UTF_8));
            if (id == 1) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            ends.add(id);
        } catch (IOException reset) {
            ends.add(id);
        }
    }
}
