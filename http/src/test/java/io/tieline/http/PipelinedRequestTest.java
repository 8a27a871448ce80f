package io.tieline.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Json;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client sends before it has the answer to what it has sent. */
final class PipelinedRequestTest {

    /** So long are requests that never wait for others. */
    private static final int LITTLE = 16 * 1024;

    /** So much of one connection's requests is read ahead. */
    private static final int MOST = 1024 * 1024;

    private static final String INTERFACES = "io.tieline.http.ListenAddressTest#interfaces";

    private static String head(Fixture.Session session, String... lines) {
        return "POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
                + "accept: application/json\r\nmcp-session-id: "
                + session.id
                + "\r\n"
                + String.join("\r\n", lines)
                + "\r\n\r\n";
    }

    private static String whole(Fixture.Session session, String body) {
        return head(session, "content-length: " + body.getBytes(UTF_8).length) + body;
    }

    @ParameterizedTest
    @MethodSource(INTERFACES)
    void whoAsksToContinueIsToldSoBehindTheAnswerBefore(NetworkIo io) {
        try (var fixture = new Fixture(io)) {
            var session = fixture.session();
            var client = fixture.connect();
            var body = Fixture.request(2, "echo");
            client.write(whole(session, Fixture.request(1, "slow")));
            var exchange = fixture.service.held();
            client.write(head(session, "expect: 100-continue", "content-length: " + body.length()));
            exchange.finish(Json.EMPTY_OBJECT);
            assertThat(client.answer().json().get("id")).hasToString("1");
            assertThat(client.head().status()).isEqualTo(100);
            client.write(body);
            assertThat(client.answer().json().get("id")).hasToString("2");
        }
    }

    @ParameterizedTest
    @MethodSource(INTERFACES)
    void whoAsksToContinueBehindAStreamIsToldSoAfterItsEnd(NetworkIo io) {
        try (var fixture = new Fixture(io)) {
            var session = fixture.session();
            var client = session.post(Fixture.request(1, "slow"), "accept: text/event-stream");
            var exchange = fixture.service.held();
            var body = Fixture.request(2, "echo");
            client.write(head(session, "expect: 100-continue", "content-length: " + body.length()));
            // Large, so that a part of the stream is on its way before its end is written.
            exchange.tell(ScriptedService.log("x".repeat(100_000)));
            exchange.finish(Json.EMPTY_OBJECT);
            assertThat(client.head().streams()).isTrue();
            assertThat(client.messages()).hasSize(2);
            assertThat(client.head().status()).isEqualTo(100);
            client.write(body);
            assertThat(client.answer().json().get("id")).hasToString("2");
        }
    }

    @ParameterizedTest
    @CsvSource({"EPOLL, true", "EPOLL, false", "NIO, true", "NIO, false"})
    void aClientThatLeavesBehindWhatItPipelinedIsNoticed(NetworkIo io, boolean orderly)
            throws Exception {
        if (io.obstacle() != null) {
            return; // there is only the other one
        }
        try (var fixture = new Fixture(io)) {
            var client = Stateless.post(fixture.connect(), 1, "slow");
            var gone = new CompletableFuture<Boolean>();
            fixture.service.held().onCancel(_ -> gone.complete(true));
            Stateless.post(client, 2, "echo");
            Stateless.post(client, 3, "echo");
            if (orderly) {
                client.close();
            } else {
                client.cut();
            }
            assertThat(gone.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"EPOLL, true", "EPOLL, false", "NIO, true", "NIO, false"})
    void alsoIfThatWasMuch(NetworkIo io, boolean orderly) throws Exception {
        if (io.obstacle() != null) {
            return; // there is only the other one
        }
        try (var fixture = new Fixture(io)) {
            var session = fixture.session();
            var client = Stateless.post(fixture.connect(), 1, "slow");
            var gone = new CompletableFuture<Boolean>();
            fixture.service.held().onCancel(_ -> gone.complete(true));
            var params = Json.object("text", "x".repeat(4 * LITTLE));
            for (int id = 2; id < 8; id++) {
                client.write(whole(session, Fixture.request(id, "echo", params)));
            }
            if (orderly) {
                client.close();
            } else {
                client.cut();
            }
            assertThat(gone.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource(INTERFACES)
    void whatIsPipelinedIsAnsweredHoweverMuchItIs(NetworkIo io) throws Exception {
        try (var fixture = new Fixture(io)) {
            var session = fixture.session();
            var client = fixture.connect();
            var all = new StringBuilder(whole(session, Fixture.request(0, "slow")));
            int many = 40;
            for (int id = 1; id <= many; id++) {
                var params = Json.object("text", "x".repeat(MOST / 16));
                all.append(whole(session, Fixture.request(id, "echo", params)));
            }
            var writing = Thread.ofVirtual().start(() -> client.write(all.toString()));
            fixture.service.held().finish(Json.EMPTY_OBJECT);
            for (int id = 0; id <= many; id++) {
                assertThat(client.answer().json().get("id")).hasToString(String.valueOf(id));
            }
            assertThat(writing.join(Duration.ofSeconds(10))).isTrue();
        }
    }
}
