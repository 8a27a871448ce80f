package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.framework.McpClient;
import io.tieline.framework.RequestOptions;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.http.HttpBackendSettings;
import io.tieline.http.HttpBackendSettings.Transport;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.TimeLimits;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.testkit.scenarios.ScriptedHttpServer.Answer;
import io.tieline.testkit.scenarios.ScriptedHttpServer.Sent;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import io.tieline.wire.RpcError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of errors and the code agree, in every phase and over both HTTP transports. */
@Timeout(30)
final class BackendErrorsTest {

    private static final Duration PATIENT = Duration.ofDays(30);

    /** Rows of the page, each with answers that it speaks of. */
    private static final Map<String, Answer[]> ROWS =
            Map.of(
                    "cannot be reached, or ends the connection without an answer",
                    new Answer[] {Answer.status(Answer.NONE)},
                    "answers 400, 401, 403, 404, 405, 422, 500, 502 or 503",
                    statuses(400, 401, 403, 404, 405, 422, 500, 502, 503),
                    "answers 429",
                    statuses(429),
                    "redirects to another origin",
                    statuses(Answer.REDIRECT),
                    "answers 200 with a page, with nothing, or with JSON that is no message",
                    new Answer[] {
                        new Answer(200, "text/html", "<title>Log in</title>"),
                        Answer.status(200),
                        Answer.json(200, "{\"ok\":true}"),
                        Answer.json(200, "{\"jsonrpc\":\"2.0\",\"id\":1,")
                    },
                    "answers 202 to a request",
                    statuses(202));

    private final ManualClock clock = new ManualClock();
    private final Environment environment = new Environment(clock, new Random(1), Observer.NONE);
    private final EventLoops loops = EventLoops.open(1);
    private final AtomicBoolean faulty = new AtomicBoolean();

    private static Answer[] statuses(int... codes) {
        return Arrays.stream(codes).mapToObj(Answer::status).toArray(Answer[]::new);
    }

    static Stream<Arguments> faults() {
        return ROWS.entrySet().stream()
                .flatMap(row ->
                        Stream.of(Transport.values())
                                .flatMap(transport ->
                                        Stream.of(row.getValue())
                                                .map(answer ->
                                                        Arguments.of(
                                                                row.getKey(), transport, answer))));
    }

    @AfterEach
    void close() {
        loops.close();
    }

    private McpClient clientOf(
            ScriptedHttpServer server, Transport transport, SessionPolicy policy) {
        var settings =
                HttpBackendSettings.DEFAULT.withTransport(transport).withEnvironment(environment);
        var uri = server.uri(transport == Transport.SSE ? "/sse" : "/mcp");
        var gateway =
                new Gateway(
                        HttpBackend.to(uri, loops, settings),
                        GatewaySettings.DEFAULT.withSessions(policy),
                        environment);
        return McpClient.to(gateway)
                .environment(environment)
                .limits(new TimeLimits(PATIENT, PATIENT, PATIENT))
                .connect();
    }

    private static int codeOf(String row) {
        var cell = Pattern.compile("\\| " + Pattern.quote(row) + " \\| (-\\d+) \\|");
        var found = cell.matcher(page());
        assertThat(found.find()).as("a row that says: a backend %s", row).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private static String page() {
        var root = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
        try {
            return Files.readString(root.resolve("docs").resolve("errors.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static RpcError error(McpClient client) {
        var thrown = catchThrowableOfType(McpException.class, () -> client.callTool("echo"));
        assertThat(thrown).isNotNull();
        var data = thrown.error().data();
        assertThat(data == null ? null : data.text("backend")).isNotEmpty();
        assertThat(data == null ? null : data.text("executed")).isIn("no", "maybe", "yes");
        return thrown.error();
    }

    /** The fault meets whatever opens a session: the first message, or the stream. */
    private static boolean opens(Sent sent) {
        return sent.session() == null;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultWhileASessionIsOpenedHasTheCodeOfItsRow(
            String row, Transport transport, Answer answer) throws Exception {
        try (var server =
                        new ScriptedHttpServer(
                                0, sent -> faulty.get() && opens(sent) ? answer : null);
                var client = clientOf(server, transport, SessionPolicy.PER_REQUEST)) {
            faulty.set(true);
            var error = error(client);
            assertThat(error.code()).as(error.message()).isEqualTo(codeOf(row));
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultOfACallHasTheCodeOfItsRow(String row, Transport transport, Answer answer)
            throws Exception {
        if (transport == Transport.SSE && answer.status() / 100 == 2) {
            return; // There it only acknowledges; the answer comes on the stream.
        }
        try (var server = new ScriptedHttpServer(0, sent -> of(sent, answer));
                var client = clientOf(server, transport, SessionPolicy.SHARED)) {
            faulty.set(true);
            var error = error(client);
            assertThat(error.code()).as(error.message()).isEqualTo(codeOf(row));
        }
    }

    private @Nullable Answer of(Sent sent, Answer answer) {
        return faulty.get() && sent.tool().equals("echo") ? answer : null;
    }

    @Test
    void aBackendThatDoesNotAnswerInTimeHasTheCodeOfItsRow() throws Exception {
        try (var server = new ScriptedHttpServer(0, _ -> null);
                var client = clientOf(server, Transport.STREAMABLE, SessionPolicy.SHARED)) {
            var begun = new CountDownLatch(1);
            var options = RequestOptions.progress(_ -> begun.countDown());
            var slow = client.startTool("slow", Map.of(), options);
            begun.await();
            clock.advance(TimeLimits.DEFAULT.idle());
            var thrown = catchThrowableOfType(McpException.class, slow::await);
            assertThat(thrown.error().code()).isEqualTo(codeOf("does not answer in time"));
            assertThat(thrown.error().code()).isEqualTo(ErrorCode.BACKEND_TIMED_OUT);
            server.finish();
        }
    }
}
