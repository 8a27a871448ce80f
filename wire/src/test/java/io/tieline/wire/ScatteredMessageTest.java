package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.MalformedException.Meant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScatteredMessageTest {

    private final ScatteredMessage scattered = new ScatteredMessage();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n  \"jsonrpc\": \"2.0\",\n  \"id\": 7,\n  \"result\": {\n    \"content\": []\n  }\n}",
                "{\n\"id\":\n7\n,\n\"result\":\n{\n\"a\":[\n1\n]\n},\n\"jsonrpc\":\"2.0\"\n}",
                "{\"jsonrpc\":\"2.0\",\n\"id\":7,\"result\":{\"x\":NaN}}",
                "{\n  \"a\": [\n{\n  \"jsonrpc\": \"2.0\",\n  \"id\": 7,\n  \"result\": {}\n}"
            })
    void anAnswerOverManyLinesTellsItsCallWithItsLastLine(String text) {
        var why = Objects.requireNonNull(last(text));
        assertThat(why.meant()).isEqualTo(Meant.RESPONSE);
        assertThat(why.answers()).isEqualTo(Id.of(7));
        assertThat(why.isPrinted()).isTrue();
        assertThat(why).hasMessageContaining("on one line").hasMessageContaining("over ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n  \"level\": 30,\n  \"id\": 7\n}",
                "{\n  'jsonrpc': '2.0',\n  'id': 7,\n  'result': {}\n}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}",
                "{\n  \"jsonrpc\": \"2.0\",\n  \"id\": 7,\n  \"result\": \"a\nb\"\n}",
                "{\n  \"jsonrpc\": \"2.0\",\n  \"id\": 7,\n  \"result\": {\n",
                "sent {\n  \"jsonrpc\": \"2.0\",\n  \"id\": 7,\n  \"result\": {}\n}",
                "a\n}\n]"
            })
    void otherLinesAreNothing(String text) {
        assertThat(last(text)).isNull();
    }

    @Test
    void aMessageBetweenThemEndsThem() {
        assertThat(last("{\n  \"jsonrpc\": \"2.0\",\n  \"id\": 7,")).isNull();
        scattered.end();
        assertThat(last("  \"result\": {}\n}")).isNull();
    }

    private @Nullable MalformedException last(String text) {
        MalformedException why = null;
        for (var line : text.lines().toList()) {
            assertThat(why).isNull();
            why = scattered.add(line.getBytes(UTF_8));
        }
        return why;
    }
}
