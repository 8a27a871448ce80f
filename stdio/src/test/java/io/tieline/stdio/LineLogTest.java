package io.tieline.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much of a child's lines goes into the log. */
class LineLogTest {

    private final List<String> logged = new ArrayList<>();
    private final LogText text = new LogText(List.of("sk-123456"));
    private long now;
    private final LineLog log = new LineLog("files: ", text, () -> now, logged::add);

    @Test
    void soManyLinesInAWhileAreShownAndTheOthersCounted() {
        for (int i = 0; i < 150; i++) {
            add("line " + i);
        }
        assertThat(logged).hasSize(100).startsWith("files: line 0").endsWith("files: line 99");
        now += Duration.ofSeconds(10).toNanos();
        add("later");
        assertThat(logged)
                .hasSize(102)
                .endsWith("files: (50 more lines, 400 bytes, not shown)", "files: later");
    }

    @Test
    void whatWasLeftOutIsToldAtTheEnd() {
        for (int i = 0; i < 101; i++) {
            add("x");
        }
        log.end();
        log.end();
        assertThat(logged).hasSize(101).endsWith("files: (1 more lines, 1 bytes, not shown)");
    }

    @Test
    void aLongLineIsCutAndNoSecretWithIt() {
        add("a".repeat(995) + "sk-123456" + "b".repeat(100));
        add("c".repeat(100_000));
        assertThat(logged.getFirst())
                .isEqualTo("files: " + "a".repeat(995) + "***bb... (1104 bytes)");
        assertThat(logged.getLast()).hasSizeLessThan(1100).endsWith("... (100000 bytes)");
    }

    @Test
    void blankLinesAndColoursAreNothing() {
        add("");
        add(" \t");
        add("\u001b[2K\u001b[0m");
        assertThat(logged).isEmpty();
    }

    private void add(String line) {
        log.add(line.getBytes(UTF_8));
    }
}
