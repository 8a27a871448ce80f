package io.tieline.session.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A session in which nothing is under way can be claimed once. */
final class SessionUsesTest {

    private final HandClock clock = new HandClock();
    private final SessionUses uses = new SessionUses(clock);

    @Test
    void theOpeningIsTheFirstUse() {
        assertThat(uses.isIdle()).isFalse();
        assertThat(uses.claim()).isFalse();
        uses.end();
        assertThat(uses.isIdle()).isTrue();
    }

    @Test
    void itIsKnownSinceWhenItIsIdle() {
        clock.pass(Duration.ofSeconds(3));
        uses.end();
        clock.pass(Duration.ofSeconds(4));
        assertThat(uses.idleSince()).isEqualTo(Duration.ofSeconds(3).toNanos());
        uses.begin();
        clock.pass(Duration.ofSeconds(5));
        uses.end();
        assertThat(uses.idleSince()).isEqualTo(Duration.ofSeconds(12).toNanos());
    }

    @Test
    void oneOfTwoThatEndsLeavesTheOther() {
        assertThat(uses.begin()).isTrue();
        uses.end();
        assertThat(uses.isIdle()).isFalse();
    }

    @Test
    void nothingBeginsOnceItIsClaimed() {
        uses.end();
        assertThat(uses.claim()).isTrue();
        assertThat(uses.claim()).isFalse();
        assertThat(uses.begin()).isFalse();
        assertThat(uses.beginFirst()).isFalse();
        assertThat(uses.isIdle()).isFalse();
    }

    @Test
    void theFirstUseOfAnIdleSessionKeepsItFromBeingClaimed() {
        uses.end();
        assertThat(uses.beginFirst()).isTrue();
        assertThat(uses.beginFirst()).isFalse();
        assertThat(uses.claim()).isFalse();
    }
}
