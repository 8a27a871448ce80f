package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SseWriterTest {

    @Test
    void writesAMessage() {
        Json message = Json.of("{\"a\":1}");
        assertThat(SseWriter.event("7", message))
                .isEqualTo("id: 7\ndata: {\"a\":1}\n\n".getBytes(UTF_8));
        assertThat(SseWriter.event(null, message)).isEqualTo("data: {\"a\":1}\n\n".getBytes(UTF_8));
        Json slice = Json.of("[{\"a\":1},{\"b\":2}]").elements().get(1);
        assertThat(SseWriter.event(null, slice)).isEqualTo("data: {\"b\":2}\n\n".getBytes(UTF_8));
    }

    @Test
    void splitsDataAtEveryKindOfLineBreak() {
        Json message = Json.of("{\n\"a\":\r\n1\r}");
        assertThat(SseWriter.event(null, message))
                .isEqualTo("data: {\ndata: \"a\":\ndata: 1\ndata: }\n\n".getBytes(UTF_8));
    }

    @Test
    void splitsAMessageThatWasEditedAsItWouldTheWhole() throws MalformedException {
        String text = "{\"jsonrpc\":\"2.0\",\n\"id\":1,\"result\":{}}";
        Result read = (Result) Message.parse(text.getBytes(UTF_8), Limits.DEFAULT);
        assertThat(SseWriter.event("7", read.withId(Id.of(22)).payload()))
                .isEqualTo(
                        "id: 7\ndata: {\"jsonrpc\":\"2.0\",\ndata: \"id\":22,\"result\":{}}\n\n"
                                .getBytes(UTF_8));
    }

    @Test
    void writesEveryFieldAndEmptyData() {
        SseEvent event = new SseEvent("é", "endpoint", new byte[0], 250L);
        assertThat(SseWriter.event(event))
                .isEqualTo("event: endpoint\nid: é\nretry: 250\ndata: \n\n".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a", "\n", "a\n", "\na", "a\n\nb", " a", ":", "é😀", "data: x", "\ufeff"
            })
    void whatIsWrittenIsRead(String data) throws MalformedException {
        SseEvent event = new SseEvent(" id", "type ", data.getBytes(UTF_8), 0L);
        assertThat(read(SseWriter.event(event))).containsExactly(event);
        SseEvent bare = new SseEvent(null, null, data.getBytes(UTF_8), null);
        assertThat(read(SseWriter.event(bare))).containsExactly(bare);
    }

    @Test
    void aMessageOverSeveralLinesMeansTheSame() throws MalformedException {
        Json message = Json.of("{\r\n \"a\" : \"\\r\\n\"\r,\n\"b\":[]}");
        Json read =
                Json.parse(read(SseWriter.event("1", message)).getFirst().data(), Limits.DEFAULT);
        assertThat(read.onOneLine().toString().replace(" ", ""))
                .isEqualTo(message.onOneLine().toString().replace(" ", ""));
    }

    @Test
    void commentsAreIgnored() throws MalformedException {
        assertThat(SseWriter.comment("ping")).isEqualTo(": ping\n\n".getBytes(UTF_8));
        assertThat(read(SseWriter.comment("data: x"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "\n"})
    void nothingBreaksOutOfItsLine(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SseWriter.event(text, Json.NULL));
        assertThatIllegalArgumentException().isThrownBy(() -> SseWriter.comment(text));
        for (SseEvent event :
                List.of(
                        new SseEvent(text, null, new byte[0], null),
                        new SseEvent(null, text, new byte[0], null))) {
            assertThatIllegalArgumentException().isThrownBy(() -> SseWriter.event(event));
        }
    }

    @Test
    void anIdThatReadersIgnoreIsNotWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SseWriter.event("a\u0000b", Json.NULL));
    }

    private static List<SseEvent> read(byte[] bytes) throws MalformedException {
        List<SseEvent> events = new ArrayList<>();
        new SseReader(1000, events::add).feed(bytes, 0, bytes.length);
        return events;
    }
}
