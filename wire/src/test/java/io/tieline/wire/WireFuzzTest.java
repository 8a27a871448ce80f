package io.tieline.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;

/**
 * Replays the seeds in {@code WireFuzzTestInputs}. With {@code JAZZER_FUZZ=1} in the environment it
 * looks for more, one test at a time:
 *
 * <pre>mvn -o -pl wire test -Dtest='WireFuzzTest#message' -Djazzer.max_duration=10m</pre>
 */
final class WireFuzzTest {
    private static final int LIMIT = 64;
    private static final Limits SMALL = new Limits(1 << 16, 64, 4);

    @FuzzTest
    void json(byte[] document) throws MalformedException {
        if (DifferentialTest.compare(document)) {
            Json json = Json.parse(document, Limits.DEFAULT);
            assertThat(Json.of(json.onOneLine().toString()).toString()).doesNotContain("\n", "\r");
            if (json.isObject()) {
                Json edited = json.with("a", Json.NULL);
                assertThat(Json.of(edited.toString()).get("a")).isEqualTo(Json.NULL);
                assertThat(Json.of(edited.without("a").toString()).get("a")).isNull();
            }
        }
    }

    @FuzzTest
    void message(byte[] bytes) throws MalformedException {
        Message message;
        try {
            message = Message.parse(bytes, SMALL);
        } catch (MalformedException refused) {
            assertThat(refused.getMessage()).hasSizeLessThan(400).doesNotContain("\n", "\r");
            assertThat(refused.id() == null || refused.answers() == null).isTrue();
            return;
        }
        MessageDifferentialTest.checkTraces(message, bytes);
        switch (message) {
            case Request request -> {
                Request edited = request.with(Id.of("new"), Json.number(7));
                Request read = (Request) Message.parse(edited.json().bytes(), Limits.DEFAULT);
                assertThat(read.id()).isEqualTo(Id.of("new"));
                assertThat(read.progressToken()).isEqualTo(Json.number(7));
                assertThat(
                                edited.withId(request.id())
                                        .with(request.id(), request.progressToken())
                                        .method())
                        .isEqualTo(request.method());
            }
            case Notification note ->
                    assertThat(note.withParams(Json.EMPTY_OBJECT).params()).isNotNull();
            case Response response -> {
                Message read =
                        Message.parse(response.withId(Id.of(7)).json().bytes(), Limits.DEFAULT);
                assertThat(((Response) read).id()).isEqualTo(Id.of(7));
            }
        }
    }

    @FuzzTest
    void traces(byte[] bytes) {
        LooseReader cut = new LooseReader();
        for (int i = 0; i < bytes.length; i++) {
            cut.feed(bytes, i, i + 1);
        }
        assertThat(cut.traces()).isEqualTo(LooseReader.of(bytes, 0, bytes.length).traces());
    }

    @FuzzTest
    void batch(byte[] bytes) {
        try {
            assertThat(Message.parseBatch(bytes, SMALL)).hasSizeBetween(1, 4);
            assertThat(Batch.parse(bytes, SMALL).malformed()).isEmpty();
        } catch (MalformedException refused) {
            loosely(bytes);
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    private static void loosely(byte[] bytes) {
        try {
            Batch batch = Batch.parse(bytes, SMALL);
            assertThat(batch.malformed()).isNotEmpty();
            assertThat(batch.size()).isBetween(1, 4);
        } catch (MalformedException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest
    void events(byte[] stream) throws MalformedException {
        List<SseEvent> whole = events(stream, stream.length + 1);
        assertThat(events(stream, 1)).isEqualTo(whole);
        assertThat(events(stream, 3)).isEqualTo(whole);
        for (SseEvent event : whole) {
            List<SseEvent> again = new ArrayList<>();
            byte[] written = SseWriter.event(event);
            new SseReader(4 * LIMIT, again::add).feed(written, 0, written.length);
            assertThat(again).containsExactly(event);
        }
    }

    private static List<SseEvent> events(byte[] stream, int chunk) {
        List<SseEvent> events = new ArrayList<>();
        SseReader reader = new SseReader(LIMIT, events::add);
        feed(stream, chunk, reader::feed);
        return events;
    }

    @FuzzTest
    void lines(byte[] stream) {
        List<byte[]> whole = lines(stream, stream.length + 1);
        assertThat(lines(stream, 1)).containsExactlyElementsOf(whole);
        assertThat(lines(stream, 3)).containsExactlyElementsOf(whole);
        assertThat(whole)
                .allSatisfy(line -> assertThat(line).isNotEmpty().hasSizeLessThanOrEqualTo(LIMIT));
    }

    private static List<byte[]> lines(byte[] stream, int chunk) {
        List<byte[]> lines = new ArrayList<>();
        LineReader reader = new LineReader(LIMIT, lines::add);
        feed(stream, chunk, reader::feed);
        feed(new byte[1], 1, (bytes, offset, length) -> reader.finish());
        return lines;
    }

    private interface Reader {
        void feed(byte[] bytes, int offset, int length) throws MalformedException;
    }

    private static void feed(byte[] stream, int chunk, Reader reader) {
        for (int at = 0; at < stream.length; at += chunk) {
            try {
                reader.feed(stream, at, Math.min(chunk, stream.length - at));
            } catch (MalformedException tooLong) {
                assertThat(tooLong).hasMessageContaining("exceeds the limit");
            }
        }
    }
}
