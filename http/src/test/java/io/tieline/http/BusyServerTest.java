package io.tieline.http;

import static io.tieline.http.Backends.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.HttpBackendSettings.Transport;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that is at work and reads a long request late. */
final class BusyServerTest {

    private static final int SIZE = 64 << 20;
    private static final Duration STALL = Duration.ofMinutes(10);

    private final ManualTimers timers = new ManualTimers();
    private final Heard listener = new Heard();
    private final Heard called = new Heard();
    private final Semaphore reads = new Semaphore(0);
    private final Semaphore hasRead = new Semaphore(0);

    @ParameterizedTest
    @MethodSource("io.tieline.http.ListenAddressTest#interfaces")
    void itIsWaitedForAsLongAsItMakesProgress(NetworkIo io) throws Exception {
        var settings = Backends.with(timers).withTransport(Transport.STREAMABLE);
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var loops = EventLoops.open(1, io)) {
            var serving = Thread.ofVirtual().start(() -> serve(server));
            var uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/mcp");
            var link = HttpBackend.to(uri, loops, settings).connect(listener);
            var large = Json.object("name", "x".repeat(SIZE));
            link.request(Request.of(Id.of(1), Method.TOOLS_CALL, large), called);
            for (int i = 0; i < 3; i++) {
                timers.awaitAlarm(STALL);
                timers.advance(STALL.minusSeconds(1));
                assertThat(called.nothingElse()).isTrue();
                reads.release();
                hasRead.acquire();
                SettledLoops.await(loops);
                timers.advance(Duration.ofSeconds(1));
            }
            reads.release(1000);
            assertThat(called.message()).isEqualTo(answer(1, "{}"));
            assertThat(serving.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    /** Reads a quarter of the request whenever it is let. */
    private void serve(ServerSocket server) {
        try (var socket = server.accept()) {
            var in = socket.getInputStream();
            for (int part = 0; part < 4; part++) {
                reads.acquire();
                in.readNBytes(SIZE / 4);
                hasRead.release();
            }
            drain(in);
            var body = answer(1, "{}");
            var head =
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(UTF_8));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The head and the frame of the message are what is left of it. */
    private static void drain(InputStream in) throws Exception {
        var end = new StringBuilder();
        while (!end.toString().endsWith("x\"}}")) {
            end.append((char) in.read());
        }
    }
}
