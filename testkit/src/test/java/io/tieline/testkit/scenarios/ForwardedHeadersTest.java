package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.McpClient;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.http.HttpBackendSettings;
import io.tieline.http.HttpBackendSettings.Transport;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.testkit.scenarios.BackendHabitsTest.Kept;
import io.tieline.testkit.scenarios.ScriptedHttpServer.Answer;
import io.tieline.testkit.scenarios.ScriptedHttpServer.Sent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A backend that wants its user's credentials with each request, from the handshake to the end of
 * the session, gets those that the client has sent.
 */
@Timeout(30)
final class ForwardedHeadersTest {

    private static final String CREDENTIALS = "Bearer ann";

    private final EventLoops loops = EventLoops.open(1);
    private final Environment environment =
            new Environment(loops.timers(), new SecureRandom(), Observer.NONE);
    private final Queue<Sent> seen = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    @AfterEach
    void close() {
        loops.close();
    }

    private @Nullable Answer guarded(Sent sent) {
        seen.add(sent);
        if (sent.httpMethod().equals("DELETE")) {
            ended.countDown();
        }
        return CREDENTIALS.equals(sent.authorization()) ? null : Answer.status(401);
    }

    static Stream<Arguments> all() {
        return Stream.of(Transport.STREAMABLE, Transport.SSE)
                .flatMap(transport ->
                        Stream.of(Kept.values()).map(kept -> Arguments.of(transport, kept)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void theCredentialsOfTheClientGoWithEachRequest(Transport transport, Kept kept)
            throws Exception {
        var settings =
                GatewaySettings.DEFAULT
                        .withSessions(kept.policy())
                        .withForwardedHeaders(Set.of("authorization"));
        boolean isSse = transport == Transport.SSE;
        try (var server = new ScriptedHttpServer(0, this::guarded)) {
            var backend = HttpBackend.to(server.uri(isSse ? "/sse" : "/mcp"), loops, to(transport));
            try (var gateway = new Gateway(backend, settings, environment);
                    var front = HttpListener.serve(gateway, anywhere(), loops, environment)) {
                try (var client = ann(front, kept)) {
                    assertThat(client.callTool("echo").text()).isEqualTo("done");
                }
            }
            assertThat(isSse || ended.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(seen)
                .as("requests without credentials")
                .filteredOn(sent -> !Objects.equals(sent.authorization(), CREDENTIALS))
                .isEmpty();
    }

    private HttpBackendSettings to(Transport transport) {
        return HttpBackendSettings.DEFAULT.withTransport(transport).withEnvironment(environment);
    }

    private static HttpSettings anywhere() {
        return HttpSettings.DEFAULT.withAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private McpClient ann(HttpListener front, Kept kept) {
        var settings = to(Transport.STREAMABLE).withHeaders(Map.of("authorization", CREDENTIALS));
        return McpClient.to(HttpBackend.to(front.uri(), loops, settings))
                .environment(environment)
                .revision(kept.front())
                .connect();
    }
}
