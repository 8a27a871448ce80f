package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineReaderTest {
    private static final String STREAM = "{\"a\":\"é€😀\"}\n\n\r\n[\r]\r\n  \n{}\r\r\n\nlast";
    private static final List<String> LINES =
            List.of("{\"a\":\"é€😀\"}", "[\r]", "  ", "{}\r", "last");

    private final List<String> lines = new ArrayList<>();

    @Test
    void everyCutGivesTheSameLines() throws MalformedException {
        byte[] bytes = STREAM.getBytes(UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            for (int second = cut; second <= bytes.length; second++) {
                lines.clear();
                LineReader reader = reader(100);
                reader.feed(bytes, 0, cut);
                reader.feed(bytes, cut, second - cut);
                reader.feed(bytes, second, bytes.length - second);
                reader.finish();
                assertThat(lines).as("cut at %d and %d", cut, second).isEqualTo(LINES);
            }
        }
    }

    @Test
    void byteByByteGivesTheSameLines() throws MalformedException {
        LineReader reader = reader(100);
        byte[] bytes = STREAM.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            reader.feed(bytes, i, 1);
        }
        reader.finish();
        assertThat(lines).isEqualTo(LINES);
    }

    @Test
    void aLineIsHandedOverAsSoonAsItEnds() throws MalformedException {
        LineReader reader = reader(100);
        feed(reader, "a\nb");
        assertThat(lines).containsExactly("a");
        feed(reader, "\n");
        assertThat(lines).containsExactly("a", "b");
    }

    @Test
    void nothingIsLeftToFinishAfterALineFeed() throws MalformedException {
        LineReader reader = reader(100);
        feed(reader, "a\n");
        reader.finish();
        reader.finish();
        assertThat(lines).containsExactly("a");
    }

    @Test
    void theArrayHandedOverIsNobodyElses() throws MalformedException {
        List<byte[]> arrays = new ArrayList<>();
        LineReader reader = new LineReader(100, arrays::add);
        byte[] chunk = "ab\n".getBytes(UTF_8);
        reader.feed(chunk, 0, 3);
        chunk[0] = 'x';
        reader.feed(chunk, 0, 3);
        assertThat(arrays).extracting(line -> new String(line, UTF_8)).containsExactly("ab", "xb");
    }

    @Test
    void aLineOfExactlyTheLimitPasses() throws MalformedException {
        LineReader reader = reader(5);
        feed(reader, "12345\n123");
        feed(reader, "45\n12345");
        reader.finish();
        assertThat(lines).containsExactly("12345", "12345", "12345");
    }

    @Test
    void aLineBeyondTheLimitIsDroppedAndTheNextOneRead() throws MalformedException {
        LineReader reader = reader(5);
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> feed(reader, "a\n123456\nb\n"))
                .withMessage(
                        "a line of 6 bytes exceeds the limit of 5 bytes,"
                                + " which --max-message (maxMessage) raises")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PARSE_ERROR));
        feed(reader, "c\n");
        assertThat(lines).containsExactly("a", "b", "c");
    }

    @Test
    void anEndlessLineIsCountedAndNotKept() throws MalformedException {
        LineReader reader = reader(5);
        feed(reader, "123");
        assertThat(reader.dropped()).isZero();
        for (int i = 0; i < 1000; i++) {
            feed(reader, "xxxxxxxxxxxxxxxxxxxx");
        }
        assertThat(reader.dropped()).isEqualTo(20_003);
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(reader::finish)
                .withMessageContaining("20003 bytes");
        assertThat(reader.dropped()).isZero();
        assertThat(lines).isEmpty();
    }

    @Test
    void aLineBeyondTheLimitTellsWhichCallItAnswers() {
        LineReader reader = reader(100);
        String answer =
                "{\"result\":{\"x\":\"" + "x".repeat(1000) + "\"},\"jsonrpc\":\"2.0\",\"id\":7}\n";
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> {
                    for (int i = 0; i < answer.length(); i++) {
                        feed(reader, answer.substring(i, i + 1));
                    }
                })
                .satisfies(why -> assertThat(why.answers()).isEqualTo(Id.of(7)));
    }

    @Test
    void aLineBeyondTheLimitBeginsLikeAMessageOrDoesNot() throws MalformedException {
        LineReader reader = reader(10);
        feed(reader, "{\"result\":{\"x\":\"xxxxxxxxxxxx");
        assertThat(reader.dropsMessage()).isTrue();
        LineReader printing = reader(10);
        feed(printing, "sent {\"result\":{\"x\":\"xxxxxxxxx");
        assertThat(printing.dropsMessage()).isFalse();
        assertThat(reader(10).dropsMessage()).isFalse();
    }

    private LineReader reader(int maxLineBytes) {
        return new LineReader(maxLineBytes, line -> lines.add(new String(line, UTF_8)));
    }

    private static void feed(LineReader reader, String text) throws MalformedException {
        byte[] bytes = text.getBytes(UTF_8);
        reader.feed(bytes, 0, bytes.length);
    }
}
