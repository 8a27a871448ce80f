package io.tieline.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** How often a peer is tried that fails each time. */
final class RetryDelayTest {

    private static final Duration FLOOR = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final RandomGenerator NOTHING_OFF = () -> 0;

    private static RetryDelay delay(RandomGenerator random) {
        return new RetryDelay(FLOOR, LONGEST, random);
    }

    @Test
    void eachWaitIsTwiceTheOneBeforeUpToTheLimit() {
        var delay = delay(NOTHING_OFF);
        for (int millis : new int[] {100, 200, 400, 800, 1000, 1000}) {
            assertThat(delay.next()).isEqualTo(Duration.ofMillis(millis));
        }
        delay.worked();
        assertThat(delay.next()).isEqualTo(FLOOR);
    }

    @Test
    void aPeerMakesAWaitLongerAndNeverShorter() {
        var delay = delay(NOTHING_OFF);
        assertThat(delay.next(Duration.ZERO)).isEqualTo(FLOOR);
        assertThat(delay.next(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(5));
        assertThat(delay.next(Duration.ZERO)).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void aQuarterIsLeftToChanceAndTheFloorIsNot() {
        var random = new Random(7);
        for (int times = 0; times < 1000; times++) {
            var delay = delay(random);
            assertThat(delay.next()).isEqualTo(FLOOR);
            assertThat(delay.next()).isBetween(Duration.ofMillis(150), Duration.ofMillis(200));
            assertThat(delay.next()).isBetween(Duration.ofMillis(300), Duration.ofMillis(400));
        }
    }

    @Test
    void noNumberOfAttemptsMakesItWrapAround() {
        var delay = new RetryDelay(FLOOR, Duration.ofDays(1), NOTHING_OFF);
        for (int times = 0; times < 200; times++) {
            assertThat(delay.next()).isBetween(FLOOR, Duration.ofDays(1));
        }
    }

    @Test
    void thereIsNoWaitWithoutAFloor() {
        assertThatThrownBy(() -> new RetryDelay(Duration.ZERO, LONGEST, NOTHING_OFF))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryDelay(LONGEST, FLOOR, NOTHING_OFF))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
