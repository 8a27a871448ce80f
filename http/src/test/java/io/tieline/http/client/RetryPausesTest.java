package io.tieline.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.SseEvent;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long an event stream that has ended is left alone. */
final class RetryPausesTest {

    private static final Duration CAP = Duration.ofSeconds(30);
    private static final RandomGenerator NEVER_LESS = () -> 0;

    private long now;
    private final Resumption resumption = new Resumption(CAP, NEVER_LESS, () -> now);

    /** The pause behind a stream that brought one message, and this wish. */
    private long pauseAfter(Duration lasting, int retry) {
        resumption.began();
        resumption.note(new SseEvent("1", null, "{}".getBytes(UTF_8), (long) retry));
        now += lasting.toNanos();
        return resumption.nextDelay().toMillis();
    }

    @Test
    void streamsThatEndAtOnceAreLeftAloneForLongerEachTimeWhateverTheyBring() {
        for (long millis = 100; millis < CAP.toMillis(); millis *= 2) {
            assertThat(pauseAfter(Duration.ofMillis(5), 0)).isEqualTo(millis);
        }
        assertThat(pauseAfter(Duration.ofMillis(5), 0)).isEqualTo(CAP.toMillis());
    }

    @Test
    void aStreamThatLastedBeginsAnew() {
        for (int times = 0; times < 5; times++) {
            pauseAfter(Duration.ofMillis(5), 0);
        }
        assertThat(pauseAfter(Duration.ofSeconds(10), 0)).isEqualTo(100);
        assertThat(pauseAfter(Duration.ofMillis(5), 0)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 1_000, 60_000})
    void aServerThatSaysWhenItWantsToBePolledIsPolledThen(int retry) {
        for (int times = 0; times < 12; times++) {
            assertThat(pauseAfter(Duration.ofMillis(5), retry)).isEqualTo(retry);
        }
    }
}
