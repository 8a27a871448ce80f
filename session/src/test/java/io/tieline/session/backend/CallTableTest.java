package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.LinkFailure.Kind;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is in flight on one link, and what may still be heard of. */
final class CallTableTest {

    private final CallParts own = CallParts.own();
    private final CallParts shared = CallParts.shared();

    @Test
    void theOnlyCallIsKnown() {
        var call = own.leaves(own.tool("book"));
        assertThat(own.table.onlyCall()).isSameAs(call);
        own.leaves(own.tool("pay"));
        assertThat(own.table.onlyCall()).isNull();
    }

    @Test
    void aSecondAttemptIsTheSameCall() {
        var call = own.leaves(own.tool("book"));
        var first = call.id();
        own.leaves(call);
        assertThat(call.id()).isNotEqualTo(first);
        assertThat(own.table.attribution().running()).containsExactly(call);
    }

    @Test
    void aCallIsFoundByTheTokenOfItsProgress() {
        var call = own.leaves(own.tool("book"));
        assertThat(own.table.withToken(call.id().json())).isSameAs(call);
        own.table.leave(call);
        own.table.pending().remove(call);
        assertThat(own.table.withToken(call.id().json())).isNull();
    }

    @Test
    void inASharedSessionACallThatWasAbandonedIsFeared() {
        var call = shared.leaves(shared.tool("book"));
        shared.table.abandon(call);
        shared.leaves(shared.tool("pay"));
        assertThat(shared.table.onlyCall()).isNull();
        assertThat(shared.table.ghosts().isHaunted()).isTrue();
    }

    @Test
    void aCallThatIsFearedIsStillRunning() {
        var call = shared.leaves(shared.tool("book"));
        shared.table.abandon(call);
        shared.table.leave(call);
        assertThat(shared.table.attribution().running()).containsExactly(call);
        shared.world.clock.pass(Duration.ofSeconds(30));
        assertThat(shared.table.attribution().running()).isEmpty();
        assertThat(shared.table.ghosts().isHaunted()).isFalse();
    }

    @Test
    void aClientsOwnSessionFearsNothing() {
        var call = own.leaves(own.tool("book"));
        own.table.abandon(call);
        own.table.leave(call);
        assertThat(own.table.ghosts().isHaunted()).isFalse();
        assertThat(own.table.attribution().running()).isEmpty();
    }

    @Test
    void aCallThatHasNotLeftIsNotFeared() {
        shared.table.abandon(shared.tool("book"));
        assertThat(shared.table.ghosts().isHaunted()).isFalse();
    }

    @Test
    void theEndFailsEveryCall() {
        var one = own.leaves(own.tool("book"));
        var between = own.leaves(own.tool("pay"));
        own.table.pending().remove(between);
        own.table.failAll(LinkFailure.of(Kind.GONE, "Gone"), Set.of(one.id()), "call");
        assertThat(one.isDone()).isTrue();
        assertThat(between.isDone()).isTrue();
    }
}
