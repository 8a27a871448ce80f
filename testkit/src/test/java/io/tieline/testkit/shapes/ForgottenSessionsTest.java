package io.tieline.testkit.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.session.Caller;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Method;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Nothing is known for ever of principals and keys that nobody uses any longer, and of no more than
 * so many at once.
 */
final class ForgottenSessionsTest {

    private static final Duration IDLE = GatewaySettings.DEFAULT.idle().plusSeconds(1);
    private static final Duration OWED = Duration.ofHours(24);
    private static final String SHARED = "Scope";
    private static final String ECHO = "\"name\":\"echo\"";
    private static final GatewaySettings PINNED =
            GatewaySettings.DEFAULT.withSessions(
                    new SessionPolicy.Pinned(caller -> caller.principal().name()));

    private static CoreWorld world(GatewaySettings settings) {
        return new CoreWorld(new PlayedBackend(false, true), settings);
    }

    private static Caller caller(int number) {
        return new Caller("principal " + number, Map.of());
    }

    @Test
    void aPrincipalWithoutStateIsForgottenWhenItIsIdle() {
        try (var world = world(GatewaySettings.DEFAULT)) {
            for (int i = 0; i < 20; i++) {
                world.stateless(caller(i), Method.TOOLS_LIST, "");
            }
            assertThat(world.held(SHARED)).isEqualTo(20);
            world.pass(IDLE);
            assertThat(world.held(SHARED)).isZero();
        }
    }

    @Test
    void oneWhoseStateWasGivenUpIsToldSoForADayAndForgottenThen() {
        try (var world = world(GatewaySettings.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                world.stateless(caller(i), Method.TOOLS_CALL, ECHO);
            }
            world.pass(IDLE);
            assertThat(world.held(SHARED)).isEqualTo(3);
            var told = world.stateless(caller(0), Method.TOOLS_CALL, ECHO).answer();
            assertThat(CoreWorld.code(told)).isEqualTo(ErrorCode.BACKEND_SESSION_LOST);
            world.pass(IDLE);
            assertThat(world.held(SHARED)).as("who was told is forgotten").isEqualTo(2);
            world.pass(OWED);
            assertThat(world.held(SHARED)).isZero();
            var fresh = world.stateless(caller(1), Method.TOOLS_CALL, ECHO).answer();
            assertThat(CoreWorld.code(fresh)).isZero();
        }
    }

    @Test
    void whoOnlyAsksWhatThereIsLeavesNothing() {
        try (var world = world(GatewaySettings.DEFAULT)) {
            world.stateless(caller(0), Method.SERVER_DISCOVER, "");
            world.pass(IDLE);
            world.stateless(caller(1), Method.SERVER_DISCOVER, "");
            assertThat(world.held(SHARED)).isZero();
        }
    }

    @Test
    void aKeyIsForgottenWhenAllItsClientsHaveLeft() {
        try (var world = world(PINNED)) {
            var one = world.handshaken(caller(0), "2025-11-25");
            var other = world.handshaken(caller(0), "2025-11-25");
            one.request(1, Method.TOOLS_CALL, "{\"name\":\"echo\"}");
            one.leaves();
            world.pass(IDLE.dividedBy(2));
            assertThat(CoreWorld.code(other.request(1, Method.TOOLS_LIST, "{}").answer())).isZero();
            assertThat(world.held(SHARED)).isEqualTo(1);
            other.leaves();
            world.pass(IDLE);
            assertThat(world.held(SHARED)).isZero();
            var next = world.handshaken(caller(0), "2025-11-25");
            assertThat(CoreWorld.code(next.request(1, Method.TOOLS_LIST, "{}").answer())).isZero();
        }
    }

    @Test
    void ofSoManyTheLongestIdleIsForgotten() {
        try (var world = world(PINNED)) {
            for (int i = 0; i < 10_010; i++) {
                var reply = world.stateless(caller(i), Method.TOOLS_LIST, "");
                assertThat(CoreWorld.code(reply.answer())).isZero();
            }
            assertThat(world.held(SHARED)).isEqualTo(10_000);
        }
    }
}
