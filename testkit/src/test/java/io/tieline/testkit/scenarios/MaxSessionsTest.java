package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.framework.CallResult;
import io.tieline.framework.McpClient;
import io.tieline.framework.Pending;
import io.tieline.framework.RequestOptions;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.gateway.StateKey;
import io.tieline.session.Environment;
import io.tieline.session.Incident;
import io.tieline.session.Observer;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * At most so many sessions with a program, whoever they serve. When one more is needed, the longest
 * idle one gives way and its client is told once; if something is under way in each, the newcomer
 * is refused. Everything happens on the thread of the test.
 */
@Timeout(30)
final class MaxSessionsTest {

    private static final int MOST = 2;

    private final ManualClock clock = new ManualClock();
    private final HeldBackend backend = new HeldBackend();
    private final List<Incident> incidents = new ArrayList<>();
    private final Observer observer =
            new Observer() {
                @Override
                public void happened(Incident incident) {
                    incidents.add(incident);
                }
            };
    private final Environment environment = new Environment(clock, new Random(1), observer);
    private final List<AutoCloseable> opened = new ArrayList<>();
    private int before;

    /** Whose the sessions are. */
    enum Whose {
        EACH_CLIENTS,
        EACH_KEYS,
        EACH_HANDLES
    }

    /** One who calls in a session of its own. */
    private record User(McpClient client, Map<String, Object> arguments) {

        Pending<CallResult> start(String tool) {
            return client.startTool(tool, arguments, RequestOptions.NONE);
        }

        String call(String tool) throws InterruptedException {
            return start(tool).await().text();
        }
    }

    private Gateway gateway(GatewaySettings settings) {
        var gateway = new Gateway(backend, settings.withMaxSessions(MOST), environment);
        opened.add(gateway);
        return gateway;
    }

    private Gateway gateway(Whose whose) {
        var keys = new AtomicInteger();
        var revised = GatewaySettings.DEFAULT.withRevision(Revision.LATEST_HANDSHAKE);
        var gateway =
                gateway(
                        switch (whose) {
                            case EACH_CLIENTS -> revised;
                            case EACH_KEYS ->
                                    revised.withSessions(
                                            new SessionPolicy.Pinned(
                                                    _ -> "k" + keys.incrementAndGet()));
                            case EACH_HANDLES -> revised.withStateKey(StateKey.HANDLE);
                        });
        if (whose == Whose.EACH_HANDLES) {
            // The first client has the backend looked at, in a session of its principal.
            stateless(gateway).close();
            clock.advance(GatewaySettings.DEFAULT.idle());
            incidents.clear();
        }
        before = backend.connections();
        return gateway;
    }

    private McpClient stateless(Gateway gateway) {
        return McpClient.to(gateway)
                .environment(environment)
                .revision(Revision.STATELESS)
                .connect();
    }

    private User user(Gateway gateway, Whose whose) {
        boolean stateless = whose == Whose.EACH_HANDLES;
        var client =
                McpClient.to(gateway)
                        .environment(environment)
                        .revision(stateless ? Revision.STATELESS : Revision.LATEST_HANDSHAKE)
                        .connect();
        opened.addFirst(client);
        return stateless
                ? new User(
                        client,
                        Map.of("tieline_session", client.callTool("tieline_open_session").text()))
                : new User(client, Map.of());
    }

    @AfterEach
    void close() throws Exception {
        for (var each : opened) {
            each.close();
        }
    }

    private static RpcError error(ThrowingCallable request) {
        var thrown = catchThrowableOfType(McpException.class, request);
        assertThat(thrown).isNotNull();
        return thrown.error();
    }

    private static void assertIsToldOnce(User user) throws Exception {
        var error = error(() -> user.call("echo"));
        assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
        assertThat(error.message()).contains("--max-sessions", "maxSessions", "gave way");
        assertThat(user.call("echo")).startsWith("connection");
    }

    @ParameterizedTest
    @EnumSource
    void theLongestIdleSessionGivesWayAndItsClientIsToldOnce(Whose whose) throws Exception {
        var gateway = gateway(whose);
        var alice = user(gateway, whose);
        alice.call("echo");
        clock.advance(Duration.ofSeconds(1));
        var bob = user(gateway, whose);
        bob.call("echo");
        clock.advance(Duration.ofSeconds(1));
        assertThat(backend.open()).isEqualTo(MOST);
        var cleo = user(gateway, whose);
        var before = cleo.call("echo");
        assertThat(backend.open()).isEqualTo(MOST);
        clock.advance(Duration.ofSeconds(1));
        assertThat(incidents)
                .filteredOn(incident -> incident.kind() == Incident.Kind.SESSION_ENDED)
                .singleElement()
                .satisfies(end -> assertThat(end.reason()).contains("idle for 2 s"));
        assertIsToldOnce(alice);
        assertThat(cleo.call("echo")).isEqualTo(before);
        clock.advance(Duration.ofSeconds(1));
        assertIsToldOnce(bob);
        assertThat(backend.open()).isEqualTo(MOST);
    }

    @ParameterizedTest
    @EnumSource
    void aNewcomerIsRefusedWhileSomethingIsUnderWayInEach(Whose whose) throws Exception {
        var gateway = gateway(whose);
        var alice = user(gateway, whose);
        var bob = user(gateway, whose);
        var calls = List.of(alice.start("hold"), bob.start("hold"));
        var refused = error(() -> user(gateway, whose).call("echo"));
        // A client of the framework says in words of its own that its handshake was refused.
        assertThat(refused.code()).isIn(ErrorCode.OVERLOADED, ErrorCode.BACKEND_BROKE_PROTOCOL);
        assertThat(refused.message()).contains("2 sessions", "--max-sessions", "maxSessions");
        assertThat(backend.connections()).isEqualTo(before + MOST);
        backend.release();
        for (var call : calls) {
            assertThat(call.await().text()).isEqualTo("released");
        }
        assertThat(user(gateway, whose).call("echo")).isEqualTo("connection " + (before + 3));
        assertThat(backend.open()).isEqualTo(MOST);
    }

    @ParameterizedTest
    @EnumSource(names = {"EACH_CLIENTS", "EACH_HANDLES"})
    void sessionsOfOneRequestEachAreCountedToo(Whose era) throws Exception {
        var settings =
                GatewaySettings.DEFAULT
                        .withRevision(Revision.LATEST_HANDSHAKE)
                        .withSessions(SessionPolicy.PER_REQUEST);
        var client =
                McpClient.to(gateway(settings))
                        .environment(environment)
                        .revision(
                                era == Whose.EACH_HANDLES
                                        ? Revision.STATELESS
                                        : Revision.LATEST_HANDSHAKE)
                        .connect();
        opened.addFirst(client);
        var user = new User(client, Map.of());
        var calls = List.of(user.start("hold"), user.start("hold"));
        assertThat(error(() -> user.call("echo")).code()).isEqualTo(ErrorCode.OVERLOADED);
        backend.release();
        for (var call : calls) {
            assertThat(call.await().text()).isEqualTo("released");
        }
        assertThat(user.call("echo")).startsWith("connection");
        assertThat(backend.open()).isZero();
    }

    @Test
    void aSessionThatHasEndedFreesItsPlace() throws Exception {
        var gateway = gateway(Whose.EACH_CLIENTS);
        for (int round = 0; round < 10; round++) {
            var user = user(gateway, Whose.EACH_CLIENTS);
            var held = user.start("hold");
            user.client().close();
            assertThat(error(held::await).code()).isNotZero();
        }
        assertThat(backend.open()).isZero();
    }

    @Test
    void withoutBeingToldThereAre64ForAProgramAndMoreForAUrl() {
        assertThat(GatewaySettings.DEFAULT.maxSessions()).isNull();
        var gateway = new Gateway(backend, GatewaySettings.DEFAULT, environment);
        opened.add(gateway);
        for (int i = 0; i < 70; i++) {
            user(gateway, Whose.EACH_CLIENTS);
        }
        assertThat(backend.connections()).isEqualTo(70);
        assertThat(backend.open()).isEqualTo(64);
    }
}
