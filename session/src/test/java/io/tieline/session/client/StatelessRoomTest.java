package io.tieline.session.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Budget;
import io.tieline.session.Budget.Use;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests of clients without sessions share a principal, and do not pay for one another. */
final class StatelessRoomTest {

    private static final long MIB = 1024 * 1024;

    private final Budget budget = new Budget(32 * MIB);
    private final StatelessWorld world = new StatelessWorld(budget);

    @AfterEach
    void everythingIsGivenBack() {
        world.clients.close();
        assertThat(budget.used()).as(budget.describe()).isZero();
        assertThat(budget.sharers()).isZero();
    }

    @Test
    void aSmallRequestIsTakenWhateverThoseOfTheSamePrincipalHold() {
        int taken = 1;
        while (isTaken(taken)) {
            taken++;
        }
        assertThat(taken - 1).as("half of 32 MiB").isEqualTo(15);
        var rest = budget.connection();
        rest.charge(Use.UNREAD, 12 * MIB + MIB / 2);
        assertThat(budget.step()).isEqualTo(Budget.Step.NO_NEW_CALLS);
        assertThat(world.calls(99).answer()).isEmpty();
        rest.give(Use.UNREAD, 12 * MIB + MIB / 2);
        assertThat(world.clients.inFlight()).isEqualTo(16);
    }

    private boolean isTaken(int id) {
        try {
            large(id);
            return true;
        } catch (McpException full) {
            assertThat(full).hasMessageContaining("this session holds what it may");
            return false;
        }
    }

    @Test
    void theCostliestRequestIsEndedAndItsNeighbourIsNot() {
        var large = large(1);
        var small = world.calls(2);
        var rest = budget.connection();
        rest.charge(Use.UNREAD, 31 * MIB);
        assertThat(large.answer()).contains("-31004", "held the most", "\"executed\":\"maybe\"");
        assertThat(small.answer()).isEmpty();
        assertThat(world.clients.inFlight()).isEqualTo(1);
        rest.give(Use.UNREAD, 31 * MIB);
    }

    @Test
    void oneThatIsParkedIsGivenUpWhenItCostsTheMost() {
        var large = large(1);
        world.asks(7);
        world.gathers();
        assertThat(large.answer()).contains("input_required");
        assertThat(budget.used(Use.PARKED)).isGreaterThan(MIB);
        var rest = budget.connection();
        rest.charge(Use.UNREAD, 31 * MIB);
        assertThat(budget.used(Use.PARKED)).isZero();
        assertThat(world.clients.inFlight()).isZero();
        rest.give(Use.UNREAD, 31 * MIB);
    }

    private RecordedStream large(int id) {
        return world.calls(id, "arguments", Json.object("x", "y".repeat((int) MIB)));
    }
}
