package io.tieline.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which of many events that are alike get a line. */
final class RepetitionsTest {

    private long now;
    private final Repetitions repetitions = new Repetitions(() -> now);

    @Test
    void theFirstAndThenEachTimeTheirNumberDoublesWithThoseBetween() {
        assertThat(lines("gone", 9))
                .containsExactly(
                        "gone",
                        "gone",
                        "gone (and 1 more since it was last said)",
                        "gone (and 3 more since it was last said)");
    }

    @Test
    void numbersMakeNoOtherKindAndWordsDo() {
        assertThat(repetitions.next("after 60 s").isDue()).isTrue();
        now += Duration.ofSeconds(1).toNanos();
        assertThat(repetitions.next("after 61 s").isDue()).isTrue();
        now += Duration.ofSeconds(1).toNanos();
        assertThat(repetitions.next("after 7 s").isDue()).isFalse();
        assertThat(repetitions.next("after 7 min").isDue()).isTrue();
    }

    @Test
    void afterALongQuietItIsSaidAgain() {
        assertThat(lines("gone", 3)).hasSize(2);
        now += Duration.ofMinutes(11).toNanos();
        var line = repetitions.next("gone");
        assertThat(line.isDue()).isTrue();
        assertThat(line.of("gone")).isEqualTo("gone (and 1 more since it was last said)");
    }

    @Test
    void aFloodOfKindsIsNoFloodOfLines() {
        var due =
                IntStream.range(0, 5_000)
                        .filter(number -> repetitions.next(letters(number)).isDue())
                        .count();
        assertThat(due).isEqualTo(60);
        now += Duration.ofMinutes(2).toNanos();
        assertThat(repetitions.next("another").isDue()).isTrue();
    }

    @Test
    void whatHappensSeveralTimesAtOnceIsSaidOnce() {
        assertThat(repetitions.next("gone").isDue()).isTrue();
        assertThat(repetitions.next("gone").isDue()).isFalse();
        assertThat(repetitions.next("gone").isDue()).isFalse();
        now += Duration.ofSeconds(1).toNanos();
        assertThat(repetitions.next("gone").of("gone"))
                .isEqualTo("gone (and 2 more since it was last said)");
    }

    @Test
    void whatComesBackAfterThingsWereInOrderIsSaidAgainButNotEachMoment() {
        assertThat(lines("gone", 3)).hasSize(2);
        repetitions.recovered();
        assertThat(repetitions.next("gone").isDue()).as("4 times").isTrue();
        repetitions.recovered();
        assertThat(repetitions.next("gone").isDue()).as("just said").isFalse();
        now += Duration.ofMinutes(2).toNanos();
        assertThat(repetitions.next("gone").isDue()).as("back").isTrue();
        assertThat(repetitions.next("gone").isDue()).as("still").isFalse();
    }

    static String letters(int number) {
        return number == 0 ? "" : letters(number / 26) + (char) ('a' + number % 26);
    }

    private List<String> lines(String text, int times) {
        var lines = new ArrayList<String>();
        for (int time = 0; time < times; time++) {
            var line = repetitions.next(text);
            now += Duration.ofSeconds(1).toNanos();
            if (line.isDue()) {
                lines.add(line.of(text));
            }
        }
        return lines;
    }
}
