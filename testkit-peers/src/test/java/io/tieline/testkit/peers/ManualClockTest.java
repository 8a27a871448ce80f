package io.tieline.testkit.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ManualClockTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock();
    private final List<String> rung = new ArrayList<>();

    private void set(Duration delay, String name) {
        clock.after(delay, () -> rung.add(name + " at " + clock.nanoTime() / 1_000_000_000));
    }

    @Test
    void timeStandsStillUntilATestLetsItPass() {
        assertThat(clock.nanoTime()).isZero();
        clock.advance(SECOND);
        assertThat(clock.nanoTime()).isEqualTo(SECOND.toNanos());
    }

    @Test
    void alarmsRingInTheOrderOfTheirTimesEachAtItsOwn() {
        set(SECOND.multipliedBy(3), "late");
        set(SECOND, "early");
        set(SECOND, "second of early");
        clock.advance(SECOND.multipliedBy(3));
        assertThat(rung).containsExactly("early at 1", "second of early at 1", "late at 3");
    }

    @Test
    void anAlarmThatIsNotDueDoesNotRing() {
        set(SECOND, "due");
        clock.advance(SECOND.minusNanos(1));
        assertThat(rung).isEmpty();
        clock.advance(Duration.ofNanos(1));
        assertThat(rung).hasSize(1);
    }

    @Test
    void anAlarmThatIsSetOnTheWayRingsIfItIsDueByTheEnd() {
        clock.after(SECOND, () -> set(SECOND, "child"));
        clock.advance(SECOND.multipliedBy(2));
        assertThat(rung).containsExactly("child at 2");
    }

    @Test
    void anAlarmThatIsCancelledNeverRings() {
        var alarm = clock.after(SECOND, () -> rung.add("cancelled"));
        assertThat(clock.alarms()).isEqualTo(1);
        alarm.cancel();
        alarm.cancel();
        assertThat(clock.alarms()).isZero();
        clock.advance(SECOND);
        assertThat(rung).isEmpty();
    }

    @Test
    void twoAlarmsThatLookAlikeAreTwo() {
        Runnable task = () -> rung.add("rung");
        var first = clock.after(SECOND, task);
        clock.after(SECOND, task);
        first.cancel();
        clock.advance(SECOND);
        assertThat(rung).containsExactly("rung");
    }

    @Test
    void aTestWaitsForAnAlarmThatAnotherThreadSets() throws Exception {
        var other = Thread.ofVirtual().start(() -> clock.after(SECOND, () -> rung.add("rung")));
        clock.awaitAlarm(SECOND);
        other.join();
        clock.advance(SECOND);
        clock.awaitNoAlarm(SECOND);
        assertThat(rung).containsExactly("rung");
    }
}
