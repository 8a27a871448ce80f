package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of a child's stderr. */
class ErrorTailTest {

    private final List<String> logged = new ArrayList<>();

    @Test
    void eachLineGoesIntoTheLogAsWell() {
        tail("one\n\n\u001b[31mkey sk-123456\u001b[0m\r\nlast", "sk-123456");
        assertThat(logged).containsExactly("one", "key ***", "last");
    }

    @Test
    void ofAFloodTheLogHasTheBeginningAndTheNumber() {
        tail("y\n".repeat(1_000_000));
        assertThat(logged).hasSize(101).endsWith("(999900 more lines, 999900 bytes, not shown)");
    }

    @Test
    void aLineBeyondAllMeasureIsToldOf() {
        tail("k".repeat(9000) + "\nend");
        assertThat(logged).containsExactly("(a line that is too long to be shown)", "end");
    }

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
    void aKeyOfSeveralLinesIsMaskedLineByLine() {
        var text = tail("read BEGIN\nlineonesecret\nabc\nlinetwosecret\nEND", PEM);
        assertThat(text).isEqualTo("read BEGIN\n***\nabc\n***\nEND");
        assertThat(logged).noneMatch(line -> line.contains("secret"));
    }

    private static final String PEM = "BEGIN\n  lineonesecret\r\nlinetwosecret\nEND\n";

    @Test
    void badUtf8IsShownAsSuch() {
        var tail = read(new byte[] {'a', (byte) 0xff}, List.of());
        assertThat(tail.text()).isEqualTo("a\ufffd");
        assertThat(logged).containsExactly("a\ufffd");
    }

    private String tail(String text, String... secrets) {
        return read(text.getBytes(StandardCharsets.UTF_8), List.of(secrets)).text();
    }

    private ErrorTail read(byte[] stderr, List<String> secrets) {
        var clean = new LogText(secrets);
        var log = new LineLog("", clean, () -> 0, logged::add);
        var tail = new ErrorTail(new ByteArrayInputStream(stderr), clean, log);
        tail.run();
        return tail;
    }
}
