package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever keeps a message keeps that, and not what it was read from. */
final class KeptMessageTest {

    private static final int LARGE = 1 << 20;

    private static final List<String> EVERY_KIND =
            List.of(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"_meta\":{\"progressToken\":5},\"a\":1}}",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\",\"params\":{\"a\":1}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":\"i\",\"result\":{\"a\":1}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":5,\"message\":\"m\",\"data\":{\"a\":1}}}",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":null}");

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static void assertIsKeptAlone(Message message, String text) {
        var json = message.json();
        assertThat(json.array()).as(text).hasSizeLessThan(2 * json.length() + 8192);
        var part =
                switch (message) {
                    case Request request -> request.params();
                    case Notification notification -> notification.params();
                    case Result result -> result.result();
                    case Failure failure -> failure.error().data();
                };
        if (part != null) {
            assertThat(part.array()).as(text).isSameAs(json.array());
            assertThat(part.text("a")).isNull();
            assertThat(part.integer("a")).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%1$s%2$s", "\ufeff%1$s%2$s", "%2$s%1$s"})
    void whateverStandsAroundIt(String around) throws MalformedException {
        for (var text : EVERY_KIND) {
            var padded = around.replace("%s", "%1$s%2$s%1$s").formatted(" ".repeat(LARGE), text);
            var message = Message.parse(bytes(padded), Limits.DEFAULT);
            assertIsKeptAlone(message, text);
            assertThat(message.json()).isEqualTo(Message.parse(bytes(text), Limits.DEFAULT).json());
        }
    }

    @Test
    void whateverElseIsInItsBatch() throws MalformedException {
        var large = "{\"jsonrpc\":\"2.0\",\"method\":\"" + "x".repeat(LARGE) + "\"}";
        var texts = String.join(",", EVERY_KIND);
        var batch = Message.parseBatch(bytes("[" + texts + "," + large + "]"), Limits.DEFAULT);
        for (int i = 0; i < EVERY_KIND.size(); i++) {
            assertIsKeptAlone(batch.get(i), EVERY_KIND.get(i));
        }
    }

    @Test
    void whatIsNotWorthACopyIsNotCopied() throws MalformedException {
        for (var text : EVERY_KIND.subList(0, 4)) {
            var little = bytes("  " + text + "\n");
            assertThat(Message.parse(little, Limits.DEFAULT).json().array()).isSameAs(little);
        }
    }

    @Test
    void aNotificationOfOurOwnKeepsNothingOfWhatItsParamsWereCutFrom() {
        var whole = Json.object("a", Json.object("a", 1), "other", "x".repeat(LARGE));
        var cut = Objects.requireNonNull(whole.get("a"));
        var own = Notification.of("notifications/x", cut);
        for (var kept : List.of(own, own.withParams(cut), own.withParam("a", Json.number(1)))) {
            assertIsKeptAlone(kept, kept.toString());
            assertIsKeptAlone(kept.detached(), kept.toString());
        }
    }
}
