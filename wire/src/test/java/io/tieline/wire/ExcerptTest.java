package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExcerptTest {

    @Test
    void showsTextAsItIs() {
        assertThat(of("{\"a\": \"é 中 😀\\n\"}", 100)).isEqualTo("{\"a\": \"é 中 😀\\n\"}");
    }

    @Test
    void staysOnOneLineAndDoesNothingToATerminal() {
        assertThat(of("a\r\nb\tc\u001b[31m\u202e\u2028d", 100))
                .isEqualTo("a\\r\\nb\\tc\\x1b[31m\\xe2\\x80\\xae\\xe2\\x80\\xa8d");
    }

    @Test
    void showsBytesThatAreNoText() {
        byte[] bytes = {'a', (byte) 0xff, (byte) 0xc3, 'b', (byte) 0xed, (byte) 0xa0, (byte) 0x80};
        assertThat(Excerpt.of(bytes, 100)).isEqualTo("a\\xff\\xc3b\\xed\\xa0\\x80");
    }

    @Test
    void isCutBetweenCharacters() {
        assertThat(of("ééé", 3)).isEqualTo("é...");
        assertThat(of("abc", 3)).isEqualTo("abc");
        assertThat(Excerpt.of(new byte[] {-128, -128, -128}, 2)).isEqualTo("...");
    }

    private static String of(String text, int maxBytes) {
        return Excerpt.of(text.getBytes(UTF_8), maxBytes);
    }
}
