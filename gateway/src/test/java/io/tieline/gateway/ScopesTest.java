package io.tieline.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Environment;
import io.tieline.session.Principal;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.testkit.peers.RecordedObserver;
import io.tieline.testkit.peers.ScriptedServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A scope lives while somebody uses it and a while longer, and there are only so many. */
final class ScopesTest {

    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final ScopeKey RED = new ScopeKey.OfKey("red");

    private final ManualClock clock = new ManualClock();
    private final List<ScopeKey> forgotten = new ArrayList<>();
    private final Scopes scopes = scopes();

    private Scopes scopes() {
        var environment = new Environment(clock, new Random(1), new RecordedObserver());
        var settings = GatewaySettings.DEFAULT.withStateKey(StateKey.COOKIE).withIdle(IDLE);
        var upstream = new Upstream(ScriptedServer.stateful(), settings, environment);
        return new Scopes(upstream, forgotten::add);
    }

    private Scope of(ScopeKey key) {
        return requireNonNull(scopes.of(key), "no scope");
    }

    private Scope entered(ScopeKey key) {
        var scope = of(key);
        assertThat(scope.enter()).isTrue();
        return scope;
    }

    private static ScopeKey named(String principal, int number) {
        return new ScopeKey.Named(Principal.of(principal), "cookie " + number);
    }

    @Test
    void whoHasTheSameKeyMeetsTheSameScope() {
        assertThat(of(RED)).isSameAs(of(new ScopeKey.OfKey("red")));
        assertThat(of(RED)).isNotSameAs(of(ScopeKey.EVERYBODY));
        assertThat(of(new ScopeKey.OfPrincipal(Principal.of("red")))).isNotSameAs(of(RED));
    }

    @Test
    void aScopeIsForgottenWhenNobodyHasUsedItForTheIdleTime() {
        var scope = entered(RED);
        scope.leave();
        clock.advance(IDLE.minus(MOMENT));
        assertThat(scopes.knows(RED)).isTrue();
        clock.advance(MOMENT);
        assertThat(scopes.knows(RED)).isFalse();
        assertThat(forgotten).containsExactly(RED);
        assertThat(scope.enter()).as("who has found it, and comes too late").isFalse();
        assertThat(of(RED)).isNotSameAs(scope);
    }

    @Test
    void theIdleTimeBeginsWhenTheLastOneLeaves() {
        var scope = entered(RED);
        scope.leave();
        clock.advance(IDLE.minusMinutes(1));
        entered(RED);
        scope.leave();
        clock.advance(IDLE.minus(MOMENT));
        assertThat(scopes.knows(RED)).isTrue();
        clock.advance(MOMENT);
        assertThat(scopes.knows(RED)).isFalse();
    }

    @Test
    void whoStaysKeepsTheScopeHoweverLong() {
        var scope = entered(RED);
        entered(RED).leave();
        clock.advance(IDLE.multipliedBy(3));
        assertThat(scopes.knows(RED)).isTrue();
        scope.leave();
        clock.advance(IDLE);
        assertThat(scopes.knows(RED)).isFalse();
        assertThat(clock.alarms()).isZero();
    }

    @Test
    void aScopeOfWhichOnlyTheNameIsKnownIsForgottenAsWell() {
        of(RED).known();
        assertThat(of(RED).isIdle()).isTrue();
        clock.advance(IDLE);
        assertThat(forgotten).containsExactly(RED);
    }

    @Test
    void aScopeThatNobodyHasComeToYetIsNotTakenForIdle() {
        assertThat(of(RED).isIdle()).isFalse();
    }

    @Test
    void ofOnePrincipalTheLongestIdleGivesWayAndNobodyElses() {
        for (int i = 0; i < 64; i++) {
            entered(named("alice", i));
        }
        assertThat(scopes.of(named("alice", 64))).as("all are in use").isNull();
        assertThat(scopes.full().message()).contains("Too many sessions");
        entered(named("bob", 0)).leave();
        clock.advance(MOMENT);
        of(named("alice", 7)).leave();
        clock.advance(MOMENT);
        of(named("alice", 3)).leave();
        entered(named("alice", 64));
        assertThat(forgotten).containsExactly(named("alice", 7));
        entered(named("alice", 65));
        assertThat(forgotten).containsExactly(named("alice", 7), named("alice", 3));
        assertThat(scopes.of(named("alice", 66))).isNull();
    }

    @Test
    void whereThereIsNoStateNobodyTakesThePlaceOfThoseWhoHaveSome() {
        entered(RED).leave();
        clock.advance(MOMENT);
        for (int i = 0; i < 10_000; i++) {
            entered(new ScopeKey.OfShard(Principal.of("principal " + i), 0)).leave();
            clock.advance(Duration.ofNanos(1));
        }
        assertThat(forgotten).isEmpty();
        entered(new ScopeKey.OfShard(Principal.of("one more"), 0));
        assertThat(forgotten).containsExactly(new ScopeKey.OfShard(Principal.of("principal 0"), 0));
        entered(ScopeKey.EVERYBODY);
        assertThat(scopes.knows(RED)).isTrue();
    }
}
