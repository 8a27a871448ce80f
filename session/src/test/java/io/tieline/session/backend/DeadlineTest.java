package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Something ends in time: in all, and without long silence. */
final class DeadlineTest {

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration CAP = Duration.ofSeconds(60);

    private final CallParts parts = CallParts.own();
    private final List<String> missed = new ArrayList<>();
    private boolean standsStill;

    private final Deadline deadline =
            new Deadline(parts.context, IDLE, CAP, () -> standsStill, () -> missed.add("missed"));

    private void pass(int seconds) {
        parts.world.clock.pass(Duration.ofSeconds(seconds));
    }

    @Test
    void silenceEndsIt() {
        pass(9);
        assertThat(missed).isEmpty();
        pass(1);
        assertThat(missed).hasSize(1);
        assertThat(deadline.isAtItsEnd()).isFalse();
    }

    @Test
    void aSignOfLifePutsTheEndOff() {
        pass(9);
        deadline.touch();
        pass(9);
        assertThat(missed).isEmpty();
        pass(1);
        assertThat(missed).hasSize(1);
    }

    @Test
    void noSignOfLifePutsTheWholeTimeOff() {
        for (int i = 0; i < 12; i++) {
            pass(5);
            deadline.touch();
        }
        assertThat(missed).hasSize(1);
        assertThat(deadline.isAtItsEnd()).isTrue();
    }

    @Test
    void silenceWhileOthersAreWaitedForDoesNotCount() {
        standsStill = true;
        pass(50);
        assertThat(missed).isEmpty();
        standsStill = false;
        pass(10);
        assertThat(missed).hasSize(1);
    }

    @Test
    void theWholeTimeRunsWhileOthersAreWaitedFor() {
        standsStill = true;
        pass(60);
        assertThat(missed).hasSize(1);
    }

    @Test
    void whatHasEndedIsNotMissed() {
        deadline.stop();
        pass(100);
        assertThat(missed).isEmpty();
    }

    @Test
    void itIsMissedOnce() {
        pass(200);
        assertThat(missed).hasSize(1);
    }

    @Test
    void theEndIsKnownFromTheBeginning() {
        long now = parts.world.clock.nanoTime();
        assertThat(deadline.end() - now).isEqualTo(CAP.toNanos());
    }
}
