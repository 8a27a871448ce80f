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
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Backends over HTTP with habits of real ones: silent streams, and sessions that are forgotten in
 * other words than the specification has. Time passes when the test says so.
 */
@Timeout(30)
final class BackendHabitsTest {

    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration PATIENT = Duration.ofDays(30);

    /** Whose the backend's session is. */
    enum Kept {
        OF_ITS_CLIENT,
        OF_EACH_REQUEST,
        OF_ALL,
        OF_A_KEY,
        OF_A_PRINCIPAL;

        SessionPolicy policy() {
            return switch (this) {
                case OF_ITS_CLIENT, OF_A_PRINCIPAL -> SessionPolicy.PER_CLIENT_SESSION;
                case OF_EACH_REQUEST -> SessionPolicy.PER_REQUEST;
                case OF_ALL -> SessionPolicy.SHARED;
                case OF_A_KEY -> SessionPolicy.pinned("key");
            };
        }

        Revision front() {
            return this == OF_A_PRINCIPAL ? Revision.STATELESS : Revision.LATEST_HANDSHAKE;
        }
    }

    private final ManualClock clock = new ManualClock();
    private final Environment environment = new Environment(clock, new Random(1), Observer.NONE);
    private final EventLoops loops = EventLoops.open(1);
    private @Nullable Gateway gateway;

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.close();
        }
        loops.close();
    }

    private void gatewayBefore(ScriptedHttpServer server, Transport transport, Kept kept) {
        var uri = server.uri(transport == Transport.SSE ? "/sse" : "/mcp");
        var backend =
                HttpBackend.to(
                        uri,
                        loops,
                        HttpBackendSettings.DEFAULT
                                .withTransport(transport)
                                .withEnvironment(environment));
        var limits = new TimeLimits(Duration.ofSeconds(60), IDLE, Duration.ofHours(1));
        var settings = GatewaySettings.DEFAULT.withSessions(kept.policy()).withLimits(limits);
        gateway = new Gateway(backend, settings, environment);
    }

    private McpClient connect(Kept kept) {
        assertThat(gateway).isNotNull();
        return McpClient.to(gateway)
                .environment(environment)
                .limits(new TimeLimits(PATIENT, PATIENT, PATIENT))
                .revision(kept.front())
                .connect();
    }

    static Stream<Arguments> silences() {
        return Stream.of(Transport.STREAMABLE, Transport.SSE)
                .flatMap(transport ->
                        Stream.of(Kept.values())
                                .flatMap(kept ->
                                        Stream.of(0, 1, 12)
                                                .map(comments ->
                                                        Arguments.of(transport, kept, comments))));
    }

    @ParameterizedTest
    @MethodSource("silences")
    void scenario181NoCallAndNoSessionEndsBeforeItsOwnLimits(
            Transport transport, Kept kept, int comments) throws Exception {
        try (var server = new ScriptedHttpServer(comments, _ -> null)) {
            gatewayBefore(server, transport, kept);
            try (var client = connect(kept)) {
                var begun = new CountDownLatch(1);
                var slow =
                        client.startTool(
                                "slow", Map.of(), RequestOptions.progress(_ -> begun.countDown()));
                begun.await();
                clock.advance(IDLE.minusSeconds(1));
                server.finish();
                assertThat(slow.await().text()).isEqualTo("done");
                int before = server.sessions();
                clock.advance(IDLE);
                assertThat(client.callTool("echo").text()).isEqualTo("done");
                boolean fresh = kept == Kept.OF_EACH_REQUEST;
                assertThat(server.sessions()).isEqualTo(fresh ? before + 1 : before);
            }
        }
    }

    static Stream<Arguments> losses() {
        var statuses = new int[] {404, 400, 401, 410, 422, 500, 503, 200};
        return Stream.of(Kept.values())
                .flatMap(kept ->
                        Arrays.stream(statuses).mapToObj(status -> Arguments.of(kept, status)));
    }

    private static Answer unknown(int status) {
        return status == 200
                ? Answer.json(
                        200,
                        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32001,"
                                + "\"message\":\"Session not found\"}}")
                : Answer.status(status);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void scenario182AForgottenSessionIsToldOnceAndBegunAnewWhateverTheBackendSays(
            Kept kept, int status) throws Exception {
        var held = new ScriptedHttpServer[1];
        try (var server =
                new ScriptedHttpServer(
                        0,
                        sent ->
                                sent.session() == null || held[0].knows(sent.session())
                                        ? null
                                        : unknown(status))) {
            held[0] = server;
            gatewayBefore(server, Transport.STREAMABLE, kept);
            assertIsToldOnce(server, kept);
        }
    }

    @ParameterizedTest
    @EnumSource
    void scenario182OverHttpSseASessionThatNoMessageReachesIsForgottenToo(Kept kept)
            throws Exception {
        var held = new ScriptedHttpServer[1];
        try (var server =
                new ScriptedHttpServer(
                        0,
                        sent ->
                                sent.session() == null || held[0].knows(sent.session())
                                        ? null
                                        : Answer.status(404))) {
            held[0] = server;
            gatewayBefore(server, Transport.SSE, kept);
            assertIsToldOnce(server, kept);
        }
    }

    private void assertIsToldOnce(ScriptedHttpServer server, Kept kept) {
        try (var client = connect(kept)) {
            assertGoesOn(client);
            server.forget();
            if (kept != Kept.OF_EACH_REQUEST) {
                var error = error(client);
                assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
                assertThat(error.data()).isNotNull();
                assertThat(error.data().text("executed")).isEqualTo("no");
            }
            assertGoesOn(client);
            assertGoesOn(client);
            try (var later = connect(kept)) {
                assertGoesOn(later);
            }
        }
    }

    private static void assertGoesOn(McpClient client) {
        assertThat(client.callTool("echo").text()).isEqualTo("done");
    }

    private static RpcError error(McpClient client) {
        var thrown = catchThrowableOfType(McpException.class, () -> client.callTool("echo"));
        assertThat(thrown).isNotNull();
        return thrown.error();
    }

    /** 404 to everything that it does not know, as many a server has it. */
    private static @Nullable Answer unwilling(ScriptedHttpServer.Sent sent) {
        if (sent.httpMethod().equals("GET") || sent.method().startsWith("notifications/")) {
            return Answer.status(404);
        }
        return switch (sent.tool()) {
            case "unknown" ->
                    Answer.json(
                            404,
                            "{\"jsonrpc\":\"2.0\",\"id\":"
                                    + sent.id()
                                    + ",\"error\":{\"code\":-32601,\"message\":\"No such tool\"}}");
            case "busy" -> Answer.status(503);
            case "lost" -> Answer.status(404);
            default -> null;
        };
    }

    @ParameterizedTest
    @EnumSource(value = Kept.class, mode = EnumSource.Mode.EXCLUDE, names = "OF_EACH_REQUEST")
    void scenario182ARefusalThatConcernsOneMessageEndsNothing(Kept kept) throws IOException {
        try (var server = new ScriptedHttpServer(0, BackendHabitsTest::unwilling)) {
            gatewayBefore(server, Transport.STREAMABLE, kept);
            try (var client = connect(kept)) {
                assertGoesOn(client);
                int before = server.sessions();
                assertRefused(client, "unknown", -32601);
                assertRefused(client, "busy", ErrorCode.BACKEND_GONE);
                assertRefused(client, "lost", ErrorCode.BACKEND_GONE);
                assertGoesOn(client);
                assertThat(server.sessions()).isEqualTo(before);
            }
        }
    }

    private static void assertRefused(McpClient client, String tool, int code) {
        var thrown = catchThrowableOfType(McpException.class, () -> client.callTool(tool));
        assertThat(thrown).isNotNull();
        assertThat(thrown.error().code()).isEqualTo(code);
    }
}
