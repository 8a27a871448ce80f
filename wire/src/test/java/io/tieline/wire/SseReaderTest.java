package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.wire.MalformedException.Meant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SseReaderTest {

    /** Every rule at once; the cuts below go through the middle of each. */
    private static final String STREAM =
            "\ufeffdata: first\n: a comment\n\n"
                    + "data: {\"a\":1}\n\n"
                    + "event: message\r\ndata: one\r\ndata: two\r\n\r\n"
                    + "id: 7\rdata\rdata:\r\r"
                    + "id: prime\ndata: \n\n"
                    + "id: é€😀\nretry: 500\n\n"
                    + "id: nul\u0000\ndata:  two blanks\n\n"
                    + "retry: 5x\nretry: 99999999999999999999\nretry:\nretry: -1\ndata: x\nunknown: y\n:c\ndata\n\n"
                    + "event: only\n\n"
                    + "id\ndata:a:b\n\n"
                    + "event:\ndata: z\n\r\n\n\r"
                    + "id: lost\ndata: never ended\n";

    private static final List<SseEvent> EVENTS =
            List.of(
                    event(null, null, "first", null),
                    event(null, null, "{\"a\":1}", null),
                    event(null, "message", "one\ntwo", null),
                    event("7", null, "\n", null),
                    event("prime", null, "", null),
                    event("é€😀", null, "", 500L),
                    event(null, null, " two blanks", null),
                    event(null, null, "x\n", null),
                    event("", null, "a:b", null),
                    event(null, null, "z", null));

    @Test
    void followsTheRules() throws MalformedException {
        assertThat(read(STREAM.getBytes(UTF_8), 1 << 20)).isEqualTo(EVENTS);
    }

    @Test
    void everyCutGivesTheSameEvents() throws MalformedException {
        byte[] bytes = STREAM.getBytes(UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            for (int second = cut; second <= Math.min(cut + 3, bytes.length); second++) {
                List<SseEvent> events = new ArrayList<>();
                SseReader reader = new SseReader(1 << 20, events::add);
                reader.feed(bytes, 0, cut);
                reader.feed(bytes, cut, second - cut);
                reader.feed(bytes, second, bytes.length - second);
                assertThat(events).as("cut at %d and %d", cut, second).isEqualTo(EVENTS);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void chunksOfAnySizeGiveTheSameEvents(int size) throws MalformedException {
        assertThat(read(STREAM.getBytes(UTF_8), size)).isEqualTo(EVENTS);
    }

    @Test
    void aByteOrderMarkCountsOnlyAtTheStart() throws MalformedException {
        assertThat(read("data: a\n\n\ufeffdata: b\n\n".getBytes(UTF_8), 5))
                .containsExactly(event(null, null, "a", null));
    }

    @Test
    void anEventOfExactlyTheLimitPasses() throws MalformedException {
        List<SseEvent> events = new ArrayList<>();
        feed(new SseReader(16, events::add), "data:1234567890\n\ndata:1234567\ndata:12345678\n\n");
        assertThat(events)
                .containsExactly(
                        event(null, null, "1234567890", null),
                        event(null, null, "1234567\n12345678", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: 12345678901",
                "data:12345678\ndata:12345678",
                "data:1234567890\ndata\ndata\ndata\ndata\ndata\ndata\ndata",
                "id: 1234567890123",
                ": 123456789012345"
            })
    void anEventBeyondTheLimitIsDroppedAndTheNextOneRead(String tooLong) throws MalformedException {
        List<SseEvent> events = new ArrayList<>();
        SseReader reader = new SseReader(16, events::add);
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(
                        () -> feed(reader, "data: a\n\n" + tooLong + "\ndata: b\n\ndata: c\n\n"))
                .withMessageContaining("an event exceeds the limit of 16 bytes")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PARSE_ERROR));
        feed(reader, "data: d\n\n");
        assertThat(events)
                .containsExactly(
                        event(null, null, "a", null),
                        event(null, null, "c", null),
                        event(null, null, "d", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    data: {"jsonrpc":"2.0","id":7,"result":{"x":"LONG                   | RESPONSE     | 7
                    data: {"jsonrpc":"2.0",\\ndata:"id":7,\\ndata:"result":{"x":"LONG | RESPONSE     | 7
                    data: {"jsonrpc":"2.0","id":7,"result":{"x":"HALF\\ndata:HALF      | RESPONSE     | 7
                    data: {"jsonrpc":"2.0","id":7,"method":"x","params":{"LONG          | REQUEST      | null
                    data: {"jsonrpc":"2.0","method":"x","params":{"LONG                 | NOTIFICATION | null
                    data: {"jsonrpc":"2.0","result":{"x":"LONG","id":7}                 | RESPONSE     | null
                    : LONG                                                              | NOTHING      | null
                    """)
    void anEventBeyondTheLimitIsKnownByItsBeginning(String text, Meant meant, String answers) {
        SseReader reader = new SseReader(100_000, _ -> {});
        var event =
                text.replace("\\n", "\n")
                                .replace("LONG", "HALFHALF")
                                .replace("HALF", "x".repeat(60_000))
                        + "\n";
        var why = catchThrowableOfType(MalformedException.class, () -> feed(reader, event));
        assertThat(why.meant()).isEqualTo(meant);
        assertThat(String.valueOf(why.answers() == null ? null : why.answers().json()))
                .isEqualTo(answers);
    }

    @Test
    void anEndlessLineIsReportedOnceAndNotKept() throws MalformedException {
        List<SseEvent> events = new ArrayList<>();
        SseReader reader = new SseReader(1000, events::add);
        byte[] chunk = "x".repeat(600).getBytes(UTF_8);
        reader.feed(chunk, 0, chunk.length);
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> reader.feed(chunk, 0, chunk.length));
        for (int i = 0; i < 1000; i++) {
            reader.feed(chunk, 0, chunk.length);
        }
        feed(reader, "\n\ndata: a\n\n");
        assertThat(events).containsExactly(event(null, null, "a", null));
    }

    @Test
    void manyCommentsAreNoLongEvent() throws MalformedException {
        List<SseEvent> events = new ArrayList<>();
        SseReader reader = new SseReader(16, events::add);
        for (int i = 0; i < 1000; i++) {
            feed(reader, ": ping\n");
        }
        feed(reader, "data: a\n\n");
        assertThat(events).hasSize(1);
    }

    private static List<SseEvent> read(byte[] bytes, int chunk) throws MalformedException {
        List<SseEvent> events = new ArrayList<>();
        SseReader reader = new SseReader(1 << 20, events::add);
        for (int at = 0; at < bytes.length; at += chunk) {
            reader.feed(bytes, at, Math.min(chunk, bytes.length - at));
        }
        return events;
    }

    private static void feed(SseReader reader, String text) throws MalformedException {
        byte[] bytes = text.getBytes(UTF_8);
        reader.feed(bytes, 0, bytes.length);
    }

    private static SseEvent event(
            @Nullable String id, @Nullable String event, String data, @Nullable Long retryMillis) {
        return new SseEvent(id, event, data.getBytes(UTF_8), retryMillis);
    }
}
