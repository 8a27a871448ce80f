package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** There are only so many sessions with one backend; who needs a place gets that of an idle one. */
final class BackendPlacesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final BackendPlaces places = new BackendPlaces("scripted", 2);

    private boolean take(BackendWorld world) {
        return places.take(world.clock.nanoTime(), true);
    }

    /** A session that has a place, and has answered a call a while after it was opened. */
    private BackendWorld seated(Duration used) {
        var world = BackendWorld.own();
        assertThat(take(world)).isTrue();
        places.seat(world.session);
        world.clock.pass(used);
        world.call("a");
        world.ends("a");
        return world;
    }

    @Test
    void theOneThatIsIdleForLongestGivesWay() {
        var newer = seated(MINUTE);
        var older = seated(Duration.ZERO);
        assertThat(places.take(newer.clock.nanoTime(), true)).isTrue();
        assertThat(older.session.isOver()).isTrue();
        assertThat(newer.session.isOver()).isFalse();
        assertThat(older.end).isNotNull();
        assertThat(older.end.message()).contains("was idle for 60 s").contains("at most 2");
    }

    @Test
    void nobodyGivesWayInWhichSomethingIsUnderWay() {
        seated(Duration.ZERO).call("b");
        var last = seated(Duration.ZERO);
        last.call("b");
        assertThat(take(last)).isFalse();
        assertThat(last.session.isOver()).isFalse();
        assertThat(places.full().message()).contains("has 2 sessions already");
        last.ends("b");
        assertThat(take(last)).isTrue();
        assertThat(last.session.isOver()).isTrue();
    }

    @Test
    void oneThatHasEndedHasLeftItsPlace() {
        var first = seated(Duration.ZERO);
        var second = seated(Duration.ZERO);
        first.session.close();
        assertThat(take(second)).isTrue();
        assertThat(second.session.isOver()).as("there was a free one").isFalse();
    }

    @Test
    void oneThatGivesWayFreesItsPlaceOnce() {
        seated(Duration.ZERO);
        var last = seated(Duration.ZERO);
        assertThat(take(last)).isTrue();
        assertThat(take(last)).isTrue();
        assertThat(take(last)).as("two are taken, and have no sessions yet").isFalse();
    }

    @Test
    void oneThatHasEndedAlreadyLeavesItsPlaceWhenItIsSeated() {
        var world = BackendWorld.own();
        world.session.close();
        for (int i = 0; i < 3; i++) {
            assertThat(take(world)).isTrue();
            places.seat(world.session);
        }
    }

    @Test
    void whereThereMayBeNoMoreTheNextOneTakesAnothersPlaceThoughThereAreFreeOnes() {
        assertThat(places.take(0, false)).as("the first may always be").isTrue();
        var first = BackendWorld.own();
        places.seat(first.session);
        assertThat(places.take(first.clock.nanoTime(), false)).isTrue();
        assertThat(first.session.isOver()).isTrue();
        assertThat(places.take(first.clock.nanoTime(), false)).isFalse();
        assertThat(places.take(first.clock.nanoTime(), true)).isTrue();
    }
}
