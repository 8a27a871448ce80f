package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.wire.MalformedException.Meant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message that was accepted means the same to a reader that takes the first and one that takes
 * the last of two members.
 */
final class MessageDifferentialTest {
    private static final int MESSAGES = 60_000;
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final List<String> NAMES =
            List.of(
                    "jsonrpc",
                    "id",
                    "method",
                    "params",
                    "result",
                    "error",
                    "_meta",
                    "progressToken",
                    "code",
                    "message",
                    "data",
                    "name",
                    "Id",
                    "METHOD",
                    "a/b",
                    "é",
                    "x");
    private static final List<String> SCALARS =
            List.of(
                    "1",
                    "\"1\"",
                    "-0",
                    "1.5",
                    "null",
                    "true",
                    "\"\"",
                    "\"\\u0061\"",
                    "9007199254740993",
                    "\"2.0\"",
                    "[]",
                    "{}");
    private static final Id NEW_ID = Id.of("new");
    private static final Json NEW_TOKEN = Json.number(77);

    private final SplittableRandom random = new SplittableRandom(26);
    private int accepted;

    @Test
    void whatIsAcceptedIsUnambiguousAndEditedExactly() throws MalformedException {
        for (int i = 0; i < MESSAGES; i++) {
            String text = message();
            try {
                Message read = Message.parse(text.getBytes(UTF_8), Limits.DEFAULT);
                check(read);
                checkTraces(read, text.getBytes(UTF_8));
                accepted++;
            } catch (MalformedException refused) {
                assertThat(refused.code()).as(text).isEqualTo(ErrorCode.INVALID_REQUEST);
            }
        }
        assertThat(accepted).isBetween(MESSAGES / 10, MESSAGES * 9 / 10);
    }

    /** A reader that minds hardly anything finds the same in it. */
    static void checkTraces(Message message, byte[] bytes) {
        Traces traces = LooseReader.of(bytes, 0, bytes.length).traces();
        Meant meant =
                switch (message) {
                    case Request request -> Meant.REQUEST;
                    case Notification note -> Meant.NOTIFICATION;
                    case Response response -> Meant.RESPONSE;
                };
        assertThat(traces.meant()).isEqualTo(meant);
        assertThat(traces.requestId()).isEqualTo(message instanceof Request r ? r.id() : null);
        assertThat(traces.answeredId()).isEqualTo(message instanceof Response r ? r.id() : null);
    }

    private static void check(Message message) throws MalformedException {
        ObjectNode tree = tree(message.json());
        assertDistinct(message.json(), tree);
        switch (message) {
            case Request request -> {
                assertRead(request.id().json(), tree.get("id"));
                assertThat(request.method()).isEqualTo(tree.get("method").stringValue());
                assertRead(request.params(), tree.get("params"));
                assertDistinct(request.params(), tree.get("params"));
                assertDistinct(request.meta(), tree.at("/params/_meta"));
                ObjectNode expected = tree.put("id", "new");
                expected.withObject("/params").withObjectProperty("_meta").put("progressToken", 77);
                assertThat(tree(request.with(NEW_ID, NEW_TOKEN).json())).isEqualTo(expected);
            }
            case Notification note -> {
                assertThat(note.method()).isEqualTo(tree.get("method").stringValue());
                assertDistinct(note.params(), tree.get("params"));
            }
            case Result result -> {
                assertRead(result.result(), tree.get("result"));
                assertDistinct(result.result(), tree.get("result"));
                assertThat(tree(result.withId(NEW_ID).json())).isEqualTo(tree.put("id", "new"));
            }
            case Failure failure -> {
                assertThat(failure.error().code()).isEqualTo(tree.at("/error/code").intValue());
                assertRead(failure.error().data(), tree.at("/error").get("data"));
                assertThat(tree(failure.withId(NEW_ID).json())).isEqualTo(tree.put("id", "new"));
            }
        }
    }

    private static ObjectNode tree(Json json) {
        return (ObjectNode) MAPPER.readTree(json.toString());
    }

    private static void assertRead(@Nullable Json ours, @Nullable JsonNode theirs) {
        assertThat(ours == null).isEqualTo(theirs == null);
        if (ours != null) {
            assertThat(MAPPER.readTree(ours.toString())).isEqualTo(theirs);
        }
    }

    /** The tree keeps one of each name. */
    private static void assertDistinct(@Nullable Json object, @Nullable JsonNode tree) {
        if (object != null && tree != null) {
            assertThat(object.members()).as(object.toString()).hasSize(tree.size());
        }
    }

    private String message() {
        StringBuilder text = new StringBuilder("{\"jsonrpc\":\"2.0\"");
        if (random.nextInt(6) > 0) {
            text.append(",\"id\":").append(pick(SCALARS));
        }
        String body =
                pick(
                        List.of(
                                ",\"method\":\"m\\/x\"",
                                ",\"method\":\"m\",\"params\":" + object(3),
                                ",\"method\":\"m\",\"params\":{\"_meta\":" + object(2) + "}",
                                ",\"result\":" + object(2),
                                ",\"error\":{\"code\":-1,\"message\":\"m\",\"data\":"
                                        + object(1)
                                        + "}",
                                ",\"error\":" + object(2)));
        text.append(body);
        for (int more = random.nextInt(8) - 5; more > 0; more--) {
            text.append(',').append(name()).append(':').append(value(1));
        }
        return text.append('}').toString();
    }

    private String object(int depth) {
        StringBuilder object = new StringBuilder("{");
        for (int members = random.nextInt(4); members > 0; members--) {
            object.append(name())
                    .append(" : ")
                    .append(value(depth - 1))
                    .append(members > 1 ? " , " : " ");
        }
        return object.append('}').toString();
    }

    private String value(int depth) {
        return depth > 0 && random.nextBoolean() ? object(depth) : pick(SCALARS);
    }

    /** Sometimes written with an escape. */
    private String name() {
        String name = pick(NAMES);
        if (random.nextInt(8) > 0) {
            return '"' + name + '"';
        }
        int at = random.nextInt(name.length());
        return "\"%s\\u%04x%s\""
                .formatted(name.substring(0, at), (int) name.charAt(at), name.substring(at + 1));
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
