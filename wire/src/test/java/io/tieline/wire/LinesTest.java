package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream is cut into the same lines wherever the network has cut it. */
final class LinesTest {

    private static final int MOST = 8;

    /** Writes down what it is handed. */
    private static final class Written implements Lines.Sink {

        private final List<String> all = new ArrayList<>();

        @Override
        public void line(byte[] bytes, int start, int end) {
            all.add("[" + text(bytes, start, end) + "]");
        }

        @Override
        public void tooLong() {
            all.add("too long:");
        }

        @Override
        public void dropped(byte[] bytes, int start, int end) {
            all.add(all.removeLast() + text(bytes, start, end));
        }

        @Override
        public void dropEnded() {
            all.add("dropped");
        }

        private static String text(byte[] bytes, int start, int end) {
            return new String(bytes, start, end - start, UTF_8);
        }
    }

    /** What comes of this text in chunks of this size. */
    private static List<String> cut(String text, boolean carriageReturnEnds, int chunk) {
        var written = new Written();
        var lines = new Lines(MOST, carriageReturnEnds, written);
        var bytes = text.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i += chunk) {
            lines.feed(bytes, i, Math.min(chunk, bytes.length - i));
        }
        lines.finish();
        return written.all;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void whereALineFeedAloneEndsALineACarriageReturnIsPartOfIt(int chunk) {
        assertThat(cut("a\r\nb\n\nc", false, chunk)).containsExactly("[a\r]", "[b]", "[]", "[c]");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void whereEitherEndsALineBothTogetherEndOne(int chunk) {
        assertThat(cut("a\r\nb\rc\n\r\n\rd", true, chunk))
                .containsExactly("[a]", "[b]", "[c]", "[]", "[]", "[d]");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 9, 100})
    void aLineThatIsTooLongIsDroppedWholeAndTheNextOneIsRead(int chunk) {
        assertThat(cut("12345678\n123456789abc\nnext\n", false, chunk))
                .containsExactly("[12345678]", "too long:123456789abc", "dropped", "[next]");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void anEndInTheMiddleOfALineHandsOverWhatThereIs(int chunk) {
        assertThat(cut("a\nhalf", false, chunk)).containsExactly("[a]", "[half]");
        assertThat(cut("much too long", false, chunk))
                .containsExactly("too long:much too long", "dropped");
        assertThat(cut("a\n", false, chunk)).containsExactly("[a]");
    }

    @Test
    void aLineInTheMakingCanBeDroppedAndTheNextOneIsRead() {
        var written = new Written();
        var lines = new Lines(MOST, false, written);
        var bytes = "half of it\nnext\n".getBytes(UTF_8);
        lines.feed(bytes, 0, 4);
        assertThat(lines.reserved()).isPositive();
        lines.drop();
        lines.drop();
        lines.feed(bytes, 4, bytes.length - 4);
        assertThat(written.all).containsExactly("too long:half of it", "dropped", "[next]");
    }

    @Test
    void nothingIsDroppedWhereNoLineIsInTheMaking() {
        var written = new Written();
        var lines = new Lines(MOST, false, written);
        lines.feed("a\n".getBytes(UTF_8), 0, 2);
        lines.drop();
        lines.feed("b\n".getBytes(UTF_8), 0, 2);
        assertThat(written.all).containsExactly("[a]", "[b]");
    }
}
