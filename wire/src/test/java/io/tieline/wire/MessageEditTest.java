package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Hops rewrite ids and tokens, and nothing else. */
final class MessageEditTest {
    private static final Id NEW_ID = Id.of("g-17");
    private static final Json NEW_TOKEN = Json.number(1234567890123L);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"} | {\"jsonrpc\":\"2.0\",\"id\":\"g-17\",\"method\":\"x\"}",
                "{ \"id\" : \"abcdefgh\" ,\"params\":{\"n\":2.50},\"method\":\"x\",\"jsonrpc\":\"2.0\"} "
                        + "| { \"id\" : \"g-17\" ,\"params\":{\"n\":2.50},\"method\":\"x\",\"jsonrpc\":\"2.0\"}",
                "{\"params\":{\"_meta\":{\"progressToken\":\"t\"}},\"method\":\"x\",\"jsonrpc\":\"2.0\",\"id\":1} "
                        + "| {\"params\":{\"_meta\":{\"progressToken\":\"t\"}},\"method\":\"x\",\"jsonrpc\":\"2.0\",\"id\":\"g-17\"}"
            })
    void anotherIdChangesNothingElse(String before, String after) throws MalformedException {
        Request edited = request(before).withId(NEW_ID);
        assertThat(edited.json()).hasToString(after);
        assertSameAsParsed(edited);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"_meta\":{\"progressToken\":\"t\"},\"a\":1}` | `{\"_meta\":{\"progressToken\":1234567890123},\"a\":1}`",
                "`{\"a\":1,\"_meta\":{\"b\":2,\"progressToken\" : 7 }}` | `{\"a\":1,\"_meta\":{\"b\":2,\"progressToken\" : 1234567890123 }}`",
                "`{\"_meta\":{\"progressToken\":null}}` | `{\"_meta\":{\"progressToken\":1234567890123}}`",
                "`{\"_meta\":{ \"b\":2}}` | `{\"_meta\":{\"progressToken\":1234567890123, \"b\":2}}`",
                "`{\"_meta\":{ }}` | `{\"_meta\":{\"progressToken\":1234567890123 }}`",
                "`{\"_meta\":null,\"a\":1}` | `{\"_meta\":{\"progressToken\":1234567890123},\"a\":1}`",
                "`{\"a\":1}` | `{\"_meta\":{\"progressToken\":1234567890123},\"a\":1}`",
                "`{ }` | `{\"_meta\":{\"progressToken\":1234567890123} }`"
            })
    void aTokenIsReplacedOrAdded(String before, String after) throws MalformedException {
        for (String frame :
                new String[] {
                    "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"x\",\"params\":%s}",
                    "{\"params\":%2$s,\"jsonrpc\":\"2.0\",\"method\":\"x\",\"id\":%1$s}"
                }) {
            Request edited = request(frame.formatted("1", before)).with(NEW_ID, NEW_TOKEN);
            assertThat(edited.json()).hasToString(frame.formatted("\"g-17\"", after));
            assertThat(edited.progressToken()).isEqualTo(NEW_TOKEN);
            assertSameAsParsed(edited);
        }
    }

    @Test
    void aTokenIsAddedWhereThereAreNoParams() throws MalformedException {
        Request edited = Request.of(Id.of(1), "x", null).with(NEW_ID, NEW_TOKEN);
        assertThat(edited.progressToken()).isEqualTo(NEW_TOKEN);
        assertThat(edited.json().get("method")).isEqualTo(Json.string("x"));
        assertSameAsParsed(edited);
    }

    @Test
    void manyHopsLeaveNoTrace() throws MalformedException {
        String text =
                "{\"method\":\"x\",\"params\":{\"_meta\":{\"u\":[],\"progressToken\":\"client\"},\"v\":1e400},\"jsonrpc\":\"2.0\", \"id\":5}";
        Request request = request(text);
        for (int hop = 0; hop < 5; hop++) {
            request =
                    request.with(Id.of("x".repeat(hop)), Json.number(hop * 1000L))
                            .withId(Id.of(hop));
            assertSameAsParsed(request);
        }
        assertThat(request.with(Id.of(5), Json.string("client")).json()).hasToString(text);
    }

    @Test
    void otherParamsTakeThePlaceOfTheOldOnes() throws MalformedException {
        Request edited =
                request(
                                "{\"params\":{\"a\":1},\"id\":1,\"method\":\"x\",\"jsonrpc\":\"2.0\",\"u\":0}")
                        .withParams(Json.of("{\"b\":{},\"_meta\":{\"progressToken\":5}}"));
        assertThat(edited.json())
                .hasToString(
                        "{\"params\":{\"b\":{},\"_meta\":{\"progressToken\":5}},\"id\":1,\"method\":\"x\",\"jsonrpc\":\"2.0\",\"u\":0}");
        assertSameAsParsed(edited);
        assertSameAsParsed(Request.of(Id.of(1), "x", null).withParams(Json.of("{\"_meta\":{}}")));
        assertThatIllegalArgumentException().isThrownBy(() -> edited.withParams(Json.EMPTY_ARRAY));
    }

    @Test
    void whatGoesAlongStandsInTheMetaAndAllElseStays() throws MalformedException {
        Map<String, Json> along = Map.of("t", Json.string("new"));
        String with =
                "{\"id\":1,\"method\":\"x\",\"jsonrpc\":\"2.0\",\"params\":{ \"a\":2.50,\"_meta\":%s}}";
        Request meant = request(with.formatted("{\"b\": 1,\"t\":\"old\",\"progressToken\":7}"));
        assertThat(meant.withMeta(along).json())
                .hasToString(with.formatted("{\"b\": 1,\"t\":\"new\",\"progressToken\":7}"));
        assertSameAsParsed(meant.withMeta(along));
        assertSameAsParsed(request(with.formatted("null")).withMeta(along));
        assertSameAsParsed(meant.withId(NEW_ID).withMeta(along).with(NEW_ID, Json.of("9")));
        for (String params : List.of("null", "{}", "{\"a\":1}")) {
            Json given = params.equals("null") ? null : Json.of(params);
            Request said = Request.of(Id.of(1), "x", given).withMeta(along);
            assertThat(said.meta()).hasToString("{\"t\":\"new\"}");
            assertSameAsParsed(said);
        }
    }

    @Test
    @SuppressWarnings("ReferenceEquality") // what is asked is whether it is the very array
    void aLongMessageIsWrittenFromWhereItCame() throws MalformedException {
        String text = "{\"id\":1,\"method\":\"x\",\"params\":{\"a\":\"\"},\"jsonrpc\":\"2.0\"}";
        byte[] bytes = text.replace("\"\"", "\"" + "a".repeat(10_000) + "\"").getBytes(UTF_8);
        Request request = (Request) Message.parse(bytes, Limits.DEFAULT);
        Request sent = request.withId(Id.of("other"));
        AtomicInteger copied = new AtomicInteger();
        sent.payload()
                .writeTo((array, offset, length) -> copied.addAndGet(array == bytes ? 0 : length));
        assertThat(copied).hasValue("\"other\"".length());
        assertThat(sent.params()).isSameAs(request.params());
    }

    @Test
    void messagesOfOurOwnReadAsIfReceived() throws MalformedException {
        assertSameAsParsed(
                Request.of(Id.of("é"), "m\"", Json.of("{\"_meta\":{\"progressToken\":\"t\"}}")));
        assertSameAsParsed(Request.of(Id.of(1), "x", null).withId(Id.of(22)));
        assertSameAsParsed(Notification.of("n", Json.of("{\"a\":1}")));
        assertSameAsParsed(Notification.of("n", null));
        assertSameAsParsed(Notification.of("n", null).withParams(Json.of("{\"a\":1}")));
        assertSameAsParsed(
                Notification.of("n", Json.of("{\"a\":1}")).withParams(Json.EMPTY_OBJECT));
        assertSameAsParsed(Result.of(Id.of(1), Json.of("{\"a\":1}")));
        assertSameAsParsed(Failure.of(Id.of(1), new RpcError(-1, "é\n", Json.of("[1]"))));
        assertSameAsParsed(Failure.of(null, RpcError.of(-1, "")));
    }

    @Test
    void answersTakeAnotherId() throws MalformedException {
        Result result = (Result) parse("{\"result\":{\"x\":2.50},\"id\":1 ,\"jsonrpc\":\"2.0\"}");
        assertThat(result.withId(NEW_ID).json())
                .hasToString("{\"result\":{\"x\":2.50},\"id\":\"g-17\" ,\"jsonrpc\":\"2.0\"}");
        assertSameAsParsed(result.withId(NEW_ID).withResult(Json.EMPTY_OBJECT).withId(Id.of(3)));
        assertThat(result.withResult(Json.EMPTY_OBJECT).json())
                .hasToString("{\"result\":{},\"id\":1 ,\"jsonrpc\":\"2.0\"}");
        assertThatIllegalArgumentException().isThrownBy(() -> result.withResult(Json.NULL));
    }

    @Test
    void failuresTakeAnotherIdEvenIfTheyHadNone() throws MalformedException {
        for (String id : new String[] {"", "\"id\":null,", "\"id\":77,"}) {
            String text =
                    "{"
                            + id
                            + "\"jsonrpc\":\"2.0\",\"error\":{\"code\":-5,\"message\":\"m\",\"u\":1}}";
            Failure failure = ((Failure) parse(text)).withId(NEW_ID);
            assertThat(failure.json())
                    .hasToString(
                            "{\"id\":\"g-17\",\"jsonrpc\":\"2.0\",\"error\":{\"code\":-5,\"message\":\"m\",\"u\":1}}");
            assertSameAsParsed(failure.withId(Id.of(2)));
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.wire.MessageTest#samples")
    void everyMessageComesBackAsItWas(String line) throws MalformedException {
        switch (parse(line)) {
            case Request request -> {
                Request there =
                        request.with(NEW_ID, request.progressToken() == null ? null : NEW_TOKEN);
                assertSameAsParsed(there);
                assertThat(there.with(request.id(), request.progressToken()).json())
                        .hasToString(line);
            }
            case Response response -> {
                Id id = java.util.Objects.requireNonNull(response.id());
                assertSameAsParsed(response.withId(NEW_ID));
                assertThat(response.withId(NEW_ID).withId(id).json()).hasToString(line);
            }
            case Notification note -> assertThat(note.json()).hasToString(line);
        }
    }

    /** What an edited message says of itself is what anybody reads in its bytes. */
    private static void assertSameAsParsed(Message message) throws MalformedException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        message.payload().writeTo(written::write);
        assertThat(message.payload().length()).isEqualTo(written.size());
        Message parsed = Message.parse(written.toByteArray(), Limits.DEFAULT);
        assertThat(parsed).hasSameClassAs(message);
        assertThat(message.json()).isEqualTo(parsed.json());
        switch (message) {
            case Request request -> {
                Request other = (Request) parsed;
                assertThat(request.id()).isEqualTo(other.id());
                assertThat(request.method()).isEqualTo(other.method());
                assertSame(request.params(), other.params());
                assertSame(request.meta(), other.meta());
                assertSame(request.progressToken(), other.progressToken());
            }
            case Notification note -> {
                assertThat(note.method()).isEqualTo(((Notification) parsed).method());
                assertSame(note.params(), ((Notification) parsed).params());
            }
            case Result result -> {
                assertThat(result.id()).isEqualTo(((Result) parsed).id());
                assertSame(result.result(), ((Result) parsed).result());
            }
            case Failure failure -> {
                assertThat(failure.id()).isEqualTo(((Failure) parsed).id());
                assertThat(failure.error()).isEqualTo(((Failure) parsed).error());
            }
        }
    }

    private static void assertSame(@Nullable Json actual, @Nullable Json expected) {
        assertThat(actual).isEqualTo(expected);
    }

    private static Request request(String text) throws MalformedException {
        return (Request) parse(text);
    }

    private static Message parse(String text) throws MalformedException {
        return Message.parse(text.getBytes(UTF_8), Limits.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"progressToken\" : 7 ,\"progress\":1.50}` | `{\"progressToken\" : 1234567890123 ,\"progress\":1.50}`",
                "`{\"progress\":{\"progressToken\":1},\"progressToken\":\"t\"}`"
                        + "| `{\"progress\":{\"progressToken\":1},\"progressToken\":1234567890123}`",
                "`{ \"progress\":1}` | `{ \"progress\":1,\"progressToken\":1234567890123}`",
                "`{\"a\\/b\":1,\"progressToken\":7}` | `{\"a\\/b\":1,\"progressToken\":1234567890123}`"
            })
    void aMemberOfANotificationsParamsIsReplacedOrAdded(String before, String after)
            throws MalformedException {
        for (String frame :
                new String[] {
                    "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":%s}",
                    "{ \"params\" : %s , \"jsonrpc\":\"2.0\",\"method\":\"x\"}"
                }) {
            var read =
                    (Notification)
                            Message.parse(frame.formatted(before).getBytes(UTF_8), Limits.DEFAULT);
            var own = Notification.of("x", Json.of(before));
            for (var notification : new Notification[] {read, own}) {
                var edited = notification.withParam("progressToken", NEW_TOKEN);
                assertThat(edited.params()).hasToString(after);
                assertThat(edited.json().get("params")).hasToString(after);
            }
            assertThat(read.withParam("progressToken", NEW_TOKEN).json())
                    .hasToString(frame.formatted(after));
        }
    }

    @Test
    void membersAreFoundHoweverManyAndHoweverWritten() throws MalformedException {
        for (int members : new int[] {0, 1, 12, 13, 40}) {
            for (String escaped : new String[] {"", "\"x\\/y\":[\"m0\"],"}) {
                var params = new StringBuilder("{" + escaped);
                for (int i = 0; i < members; i++) {
                    params.append("\"m").append(i).append("\" : {\"m0\":").append(i).append("} ,");
                }
                params.append("\"last\":true}");
                Json read =
                        request(
                                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":"
                                                + params
                                                + "}")
                                .params();
                assertThat(read).isNotNull();
                for (int i = 0; i < members; i++) {
                    assertThat(read.get("m" + i)).hasToString("{\"m0\":" + i + "}");
                }
                assertThat(read.get("last")).isEqualTo(Json.TRUE);
                assertThat(read.get("x/y") != null).isEqualTo(!escaped.isEmpty());
                assertThat(read.get("m")).isNull();
                assertThat(read.get("")).isNull();
            }
        }
    }
}
