package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of a child's stderr. */
class ErrorTailTest {

    @Test
    void theLastLinesAreKept() {
        var all = IntStream.range(0, 100).mapToObj(i -> "line " + i + "\n");
        var kept = tail(all.collect(Collectors.joining())).lines().toList();
        assertThat(kept).hasSize(64).startsWith("line 36").endsWith("line 99");
    }

    @Test
    void aFloodStaysBounded() {
        assertThat(tail(("y".repeat(1000) + "\n").repeat(1000)).lines()).hasSize(8);
        assertThat(tail("y\n".repeat(1_000_000)).lines()).hasSize(64);
    }

    @Test
    void aLineThatWasCutIsNotShown() {
        var key = "k".repeat(9000);
        assertThat(tail(key + "\nend", key)).isEqualTo("end");
        assertThat(tail(key, key)).isEmpty();
    }

    @Test
    void controlCharactersAreTakenOut() {
        assertThat(tail("\u001b[31mred\u001b[0m \u0007bell\u202e back\tkept"))
                .isEqualTo("red bell back\tkept");
    }

    @Test
    void theKeysThatTheChildWasGivenAreMasked() {
        var text = tail("started with key sk-123456 in mode on", "sk-123456", "on");
        assertThat(text).isEqualTo("started with key *** in mode on");
    }

    @Test
    void badUtf8IsShownAsSuch() {
        var tail =
                new ErrorTail(new ByteArrayInputStream(new byte[] {'a', (byte) 0xff}), List.of());
        tail.run();
        assertThat(tail.text()).isEqualTo("a\ufffd");
    }

    private static String tail(String text, String... secrets) {
        var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        var tail = new ErrorTail(in, List.of(secrets));
        tail.run();
        return tail.text();
    }
}
