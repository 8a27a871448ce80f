package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Listen streams that follow each other faster than they are heard. */
final class BackendSubscriptionTest {

    private final BackendWorld world = BackendWorld.stateless(true);

    private Request watches(String uri) {
        world.session.call(
                Request.of(Id.of(9), Method.RESOURCES_SUBSCRIBE, Json.object("uri", uri)),
                new Heard(),
                CallOptions.of(TimeLimits.DEFAULT));
        return world.link.requests(Method.SUBSCRIPTIONS_LISTEN).getLast();
    }

    /** Two streams are on their way, and the later one is there first. */
    @Test
    void aListenThatWasOvertakenLeavesNoStreamBehindThatTellsEverythingAgain() {
        world.link.isDiscovered();
        var first = world.link.requests(Method.SUBSCRIPTIONS_LISTEN).getLast();
        world.link.says(
                first, StatelessBackendTest.tagged(first, Method.SUBSCRIPTIONS_ACKNOWLEDGED));
        var second = watches("test://a");
        var third = watches("test://b");
        world.link.says(
                third, StatelessBackendTest.tagged(third, Method.SUBSCRIPTIONS_ACKNOWLEDGED));
        assertThat(world.link.released())
                .containsExactlyInAnyOrder(first.id().toString(), second.id().toString());
        world.link.says(third, StatelessBackendTest.tagged(third, Method.TOOLS_LIST_CHANGED));
        world.link.says(first, StatelessBackendTest.tagged(first, Method.TOOLS_LIST_CHANGED));
        assertThat(world.told).hasSize(1);
    }

    @Test
    void aListenThatFailsWhileAnotherIsOnItsWayLeavesTheOldOneToBeHeard() {
        world.link.isDiscovered();
        var first = world.link.requests(Method.SUBSCRIPTIONS_LISTEN).getLast();
        world.link.says(
                first, StatelessBackendTest.tagged(first, Method.SUBSCRIPTIONS_ACKNOWLEDGED));
        var second = watches("test://a");
        var third = watches("test://b");
        world.link.stream(second).failed(LinkFailure.of(LinkFailure.Kind.GONE, "Cut"));
        world.link.says(first, StatelessBackendTest.tagged(first, Method.TOOLS_LIST_CHANGED));
        assertThat(world.told).hasSize(1);
        world.link.says(
                third, StatelessBackendTest.tagged(third, Method.SUBSCRIPTIONS_ACKNOWLEDGED));
        assertThat(world.link.released()).containsExactly(first.id().toString());
    }

    @Test
    void aListenThatEndsAsSoonAsItBeginsIsOpenedLessAndLessOften() {
        world.link.isDiscovered();
        for (int wait = 1; wait <= 8; wait *= 2) {
            var latest = latest();
            world.link.says(
                    latest, StatelessBackendTest.tagged(latest, Method.SUBSCRIPTIONS_ACKNOWLEDGED));
            cut(latest);
            // A quarter of each wait but the first is left to chance.
            long least = wait == 1 ? 1000 : wait * 750L;
            world.clock.pass(Duration.ofMillis(least - 1));
            assertThat(latest()).isEqualTo(latest);
            world.clock.pass(Duration.ofMillis(wait * 1000L - least + 1));
            assertThat(latest()).isNotEqualTo(latest);
        }
        world.link.says(
                latest(), StatelessBackendTest.tagged(latest(), Method.SUBSCRIPTIONS_ACKNOWLEDGED));
        world.clock.pass(Duration.ofMinutes(1));
        var lasting = latest();
        cut(lasting);
        world.clock.pass(Duration.ofSeconds(1));
        assertThat(latest()).isNotEqualTo(lasting);
    }

    private Request latest() {
        return world.link.requests(Method.SUBSCRIPTIONS_LISTEN).getLast();
    }

    private void cut(Request listen) {
        world.link.stream(listen).failed(LinkFailure.of(LinkFailure.Kind.GONE, "Cut"));
    }
}
