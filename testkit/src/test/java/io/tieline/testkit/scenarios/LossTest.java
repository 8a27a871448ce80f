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
import io.tieline.session.Observer;
import io.tieline.session.backend.TimeLimits;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * That a backend session has ended is told to each client that was in it once: not never, and not
 * twice (ADR 005). Everything happens on the thread of the test, so that the moments that matter
 * can be met.
 */
@Timeout(30)
final class LossTest {

    private final ManualClock clock = new ManualClock();
    private final FragileBackend backend = new FragileBackend();
    private final Queue<Runnable> uponCount = new ArrayDeque<>();
    private final Observer observer =
            new Observer() {
                @Override
                public void counted(Count what, String detail) {
                    var task = uponCount.poll();
                    if (task != null) {
                        task.run();
                    }
                }
            };
    private final Environment environment = new Environment(clock, new Random(1), observer);

    /** Whose session it is that ends. */
    enum Kept {
        FOR_ITS_CLIENT,
        FOR_ALL,
        FOR_A_PRINCIPAL
    }

    private McpClient connect(Kept kept) {
        boolean stateless = kept == Kept.FOR_A_PRINCIPAL;
        var policy = kept == Kept.FOR_ALL ? SessionPolicy.SHARED : SessionPolicy.PER_CLIENT_SESSION;
        var settings =
                GatewaySettings.DEFAULT.withSessions(policy).withStateKey(StateKey.PRINCIPAL);
        var patient = Duration.ofDays(1);
        return McpClient.to(new Gateway(backend, settings, environment))
                .environment(environment)
                .limits(new TimeLimits(patient, patient, patient))
                .revision(stateless ? Revision.STATELESS : Revision.LATEST_HANDSHAKE)
                .connect();
    }

    private static Pending<CallResult> start(McpClient client, String tool) {
        return client.startTool(tool, Map.of(), RequestOptions.NONE);
    }

    private static RpcError error(ThrowingCallable request) {
        var thrown = catchThrowableOfType(McpException.class, request);
        assertThat(thrown).isNotNull();
        return thrown.error();
    }

    private static void assertIsTold(McpClient client) {
        assertThat(error(() -> client.callTool("echo")).code())
                .isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
        assertGoesOn(client);
    }

    private static void assertGoesOn(McpClient client) {
        assertThat(client.callTool("echo").text()).isEqualTo("echo");
    }

    @ParameterizedTest
    @EnumSource
    void anEndBetweenTwoRequestsIsToldByTheNext(Kept kept) {
        try (var client = connect(kept)) {
            assertGoesOn(client);
            backend.dies();
            assertIsTold(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestInFlightTellsOfTheEnd(Kept kept) {
        try (var client = connect(kept)) {
            var call = start(client, "hang");
            backend.dies();
            var error = error(call::await);
            assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(executed(error)).isEqualTo("maybe");
            assertGoesOn(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestOfWhichNoByteHasLeftTellsOfTheEndToo(Kept kept) {
        try (var client = connect(kept)) {
            var call = start(client, "hang");
            backend.diesUnread();
            var error = error(call::await);
            assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(executed(error)).isEqualTo("no");
            assertGoesOn(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestThatCrossesTheEndOnItsWayTellsOfIt(Kept kept) {
        try (var client = connect(kept)) {
            assertGoesOn(client);
            var crossing = new ArrayDeque<Pending<CallResult>>();
            uponCount.add(() -> {
                // The session is busy with what is counted: it hears of its end first, and then of
                // a request that was sent on its way while it was still open.
                backend.dies();
                crossing.add(start(client, "echo"));
            });
            backend.saysSomethingStrange();
            var error = error(crossing.remove()::await);
            assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(executed(error)).isEqualTo("no");
            assertGoesOn(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatWasCutTellsNothingOfTheSession(Kept kept) {
        try (var client = connect(kept)) {
            assertThat(error(() -> client.callTool("cut")).code())
                    .isEqualTo(ErrorCode.BACKEND_GONE);
            assertGoesOn(client);
            backend.dies();
            assertIsTold(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErrorOfTheBackendsOwnTellsNothingOfTheSession(Kept kept) {
        try (var client = connect(kept)) {
            assertThat(error(() -> client.callTool("refuse")).code())
                    .isEqualTo(ErrorCode.BACKEND_GONE);
            backend.dies();
            assertIsTold(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void callsThatRunOutOfTimeTellNothingAndABackendThatHangsIsToldOnce(Kept kept) {
        try (var client = connect(kept)) {
            int before = backend.connections();
            for (int round = 1; round <= 6; round++) {
                assertRunsOutOfTime(client);
            }
            assertGoesOn(client);
            assertThat(backend.connections()).isEqualTo(before);
            backend.hangs(true);
            for (int round = 1; round <= 3; round++) {
                assertRunsOutOfTime(client);
            }
            clock.advance(TimeLimits.DEFAULT.cap());
            backend.hangs(false);
            assertIsTold(client);
            assertThat(backend.connections()).isGreaterThan(before);
        }
    }

    private void assertRunsOutOfTime(McpClient client) {
        var call = start(client, "hang");
        clock.advance(TimeLimits.DEFAULT.idle());
        assertThat(error(call::await).code()).isEqualTo(ErrorCode.BACKEND_TIMED_OUT);
    }

    @ParameterizedTest
    @EnumSource
    void aBackendThatDiesOfEveryCallIsNotOpenedAgainWithoutAPause(Kept kept) {
        try (var client = connect(kept)) {
            for (int i = 0; i < 50; i++) {
                var call = start(client, "hang");
                backend.dies();
                error(call::await);
            }
            assertThat(backend.connections()).isLessThanOrEqualTo(5);
            clock.advance(Duration.ofSeconds(1));
            assertThat(call(client)).satisfiesAnyOf(this::isFine, _ -> assertGoesOn(client));
            backend.dies();
            assertIsTold(client);
        }
    }

    private void isFine(@Nullable RpcError error) {
        assertThat(error).isNull();
    }

    private static @Nullable RpcError call(McpClient client) {
        var thrown = catchThrowableOfType(McpException.class, () -> client.callTool("echo"));
        return thrown == null ? null : thrown.error();
    }

    @ParameterizedTest
    @EnumSource
    void eachEndIsToldAnew(Kept kept) {
        try (var client = connect(kept)) {
            for (var _ : List.of(1, 2, 3)) {
                var call = start(client, "hang");
                backend.dies();
                error(call::await);
                assertGoesOn(client);
                backend.dies();
                assertIsTold(client);
            }
        }
    }

    private static String executed(RpcError error) {
        return String.valueOf(error.data() == null ? null : error.data().text("executed"));
    }
}
