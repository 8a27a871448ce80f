package io.tieline.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** The search that looks at many bytes together finds what one that looks at each would find. */
class EightBytesTest {

    private static final int LONG = 5_000;

    @Test
    void everyByteThatEndsPlainTextIsFoundWhereverItStands() {
        for (int value = 0; value < 256; value++) {
            byte wanted = (byte) value;
            if (endsPlainText(wanted)) {
                for (int at = 0; at < LONG; at += at < 80 ? 1 : 61) {
                    byte[] text = plain(LONG);
                    text[at] = wanted;
                    assertThat(EightBytes.special(text, 0, LONG))
                            .as("%d at %d", value, at)
                            .isEqualTo(at);
                }
            }
        }
    }

    @Test
    void noOtherByteIsTakenForOne() {
        for (int value = 0; value < 256; value++) {
            if (!endsPlainText((byte) value)) {
                byte[] text = new byte[LONG];
                Arrays.fill(text, (byte) value);
                assertThat(EightBytes.special(text, 0, LONG)).as("%d", value).isEqualTo(LONG);
            }
        }
    }

    @Test
    void anyTextIsSearchedAsOneByteAfterTheOtherWouldBe() {
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] text = plain(random.nextInt(LONG));
            for (int others = random.nextInt(4); others > 0 && text.length > 0; others--) {
                text[random.nextInt(text.length)] = (byte) random.nextInt();
            }
            int from = random.nextInt(text.length + 1);
            int end = from + random.nextInt(text.length - from + 1);
            assertThat(EightBytes.special(text, from, end))
                    .as("round %d", round)
                    .isEqualTo(first(text, from, end, EightBytesTest::endsPlainText));
            assertThat(EightBytes.either(text, from, end, '\n', '"'))
                    .as("round %d", round)
                    .isEqualTo(first(text, from, end, b -> b == '\n' || b == '"'));
        }
    }

    private static boolean endsPlainText(int b) {
        return b < ' ' || b == '"' || b == '\\';
    }

    private static int first(byte[] text, int from, int end, IntPredicate wanted) {
        int i = from;
        while (i < end && !wanted.test(text[i])) {
            i++;
        }
        return i;
    }

    private static byte[] plain(int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('#' + i % 50);
        }
        return text;
    }
}
