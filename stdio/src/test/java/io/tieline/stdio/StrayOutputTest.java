package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When prints are a flood. */
class StrayOutputTest {

    private long now;
    private final StrayOutput strays = new StrayOutput(() -> now);

    @Test
    void theirNumberIsNone() {
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(strays.add(10)).isFalse();
        }
    }

    @Test
    void manyBytesWithoutAMessageAreOne() {
        assertThat(strays.add(StrayOutput.FLOOD)).isFalse();
        assertThat(strays.add(1)).isTrue();
    }

    @Test
    void aMessageAmongThemShowsThatItIsNone() {
        assertThat(strays.add(StrayOutput.FLOOD)).isFalse();
        strays.message();
        assertThat(strays.add(StrayOutput.FLOOD)).isFalse();
    }

    @Test
    void whatTakesItsTimeIsNone() {
        for (int i = 0; i < 10; i++) {
            assertThat(strays.add(StrayOutput.FLOOD)).isFalse();
            now += StrayOutput.WHILE.plus(Duration.ofMillis(1)).toNanos();
        }
    }
}
