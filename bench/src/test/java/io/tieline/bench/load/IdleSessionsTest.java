package io.tieline.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.bench.Loops;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class IdleSessionsTest {

    private static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":\"2025-11-25\"}}";
    private static final String STREAM =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final String REFUSED = "HTTP/1.1 405 No\r\ncontent-length: 0\r\n\r\n";

    private final Loops loops = Loops.open(1);
    private final CountDownLatch hangUp = new CountDownLatch(1);
    private ServerSocket server;
    private String answerToGet = STREAM;

    @BeforeEach
    void serve() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual()
                .start(() -> {
                    while (!server.isClosed()) {
                        try {
                            var client = server.accept();
                            Thread.ofVirtual().start(() -> converse(client));
                        } catch (IOException _) {
                            // The test is over.
                        }
                    }
                });
    }

    @AfterEach
    void end() throws IOException {
        hangUp.countDown();
        server.close();
    }

    private IdleSessions idle(boolean streams) {
        var uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/mcp");
        return new IdleSessions(loops, uri, streams, Duration.ofSeconds(10));
    }

    @Test
    void streamsThatStayOpenAreNotLost() throws Exception {
        try (var idle = idle(true)) {
            idle.growTo(3);
            idle.growTo(40);

            assertThat(idle.lost()).isZero();
        }
    }

    @Test
    void aStreamThatTheServerEndsIsNoticed() throws Exception {
        try (var idle = idle(true)) {
            idle.growTo(2);

            hangUp.countDown();

            while (idle.lost() < 2) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aStreamThatTheServerRefusesFailsTheOpening() {
        answerToGet = REFUSED;
        try (var idle = idle(true)) {
            assertThatThrownBy(() -> idle.growTo(1))
                    .isInstanceOf(Load.UnusableException.class)
                    .hasMessageContaining("405");
        }
    }

    @Test
    void sessionsWithoutStreamsNeedNone() throws Exception {
        answerToGet = REFUSED;
        try (var idle = idle(false)) {
            idle.growTo(5);

            assertThat(idle.lost()).isZero();
        }
    }

    private void converse(Socket client) {
        try (client;
                var in =
                        new BufferedReader(
                                new InputStreamReader(client.getInputStream(), US_ASCII))) {
            var out = client.getOutputStream();
            for (var first = in.readLine(); first != null; first = in.readLine()) {
                int length = length(in);
                char[] body = new char[length];
                int read = 0;
                while (read < length) {
                    read += in.read(body, read, length - read);
                }
                out.write(answer(first, new String(body)).getBytes(US_ASCII));
                if (first.startsWith("GET")) {
                    hangUp.await();
                    return;
                }
            }
        } catch (IOException _) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int length(BufferedReader in) throws IOException {
        int length = 0;
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.startsWith("content-length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        return length;
    }

    private String answer(String first, String body) {
        if (first.startsWith("GET")) {
            return answerToGet;
        }
        return body.contains("\"initialize\"")
                ? "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nmcp-session-id: one\r\n"
                        + "content-length: "
                        + INITIALIZED.length()
                        + "\r\n\r\n"
                        + INITIALIZED
                : "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n";
    }
}
