package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchTest {
    private static final String NOTE = "{\"jsonrpc\":\"2.0\",\"method\":\"n\"}";
    private static final String REQUEST =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{}}";
    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}";

    @Test
    void holdsMessagesOfEveryKindInOrder() throws MalformedException {
        List<Message> batch = batch(" [ " + REQUEST + " ,\n" + NOTE + "," + RESULT + "] ");
        assertThat(batch)
                .extracting(message -> message.json().toString())
                .containsExactly(REQUEST, NOTE, RESULT);
        Request request = (Request) batch.getFirst();
        assertThat(request.withId(Id.of(9)).json())
                .hasToString(REQUEST.replace("\"id\":1", "\"id\":9"));
    }

    @Test
    void holdsAsManyAsAllowedAndNoMore() throws MalformedException {
        assertThat(batch(ofNotes(100))).hasSize(100);
        assertThat(malformed(ofNotes(101)).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(malformed(ofNotes(100_000)).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                NOTE,
                "1",
                "[1]",
                "[[" + NOTE + "]]",
                "[" + NOTE + ",{}]",
                "[" + NOTE + ",null]"
            })
    void refusesWhatIsNoBatch(String text) {
        assertThat(malformed(text).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[", "[" + NOTE, "[" + NOTE + ",]", "[{},", "[" + NOTE + "]]", "[1] x"})
    void refusesWhatIsNoJson(String text) {
        assertThat(malformed(text).code()).isEqualTo(ErrorCode.PARSE_ERROR);
    }

    @Test
    void namesNoIdWhenItIsRefused() {
        MalformedException malformed =
                malformed(
                        "["
                                + NOTE
                                + ",{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"x\",\"params\":1}]");
        assertThat(malformed.id()).isNull();
        assertThat(malformed).hasMessage("in a batch: params must be an object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x\":NaN}}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x\":\"\t]}\"}}",
            })
    void oneThatCannotBeReadSaysNothingOfTheOthers(String bad) throws MalformedException {
        Batch batch =
                Batch.parse(bytes("[" + REQUEST + ", " + bad + "," + RESULT + "]"), Limits.DEFAULT);
        assertThat(batch.messages())
                .extracting(message -> message.json().toString())
                .containsExactly(REQUEST, RESULT);
        assertThat(batch.malformed())
                .singleElement()
                .satisfies(why -> {
                    assertThat(why.code()).isNegative();
                    assertThat(why.answers()).isEqualTo(bad.length() < 3 ? null : Id.of(7));
                });
    }

    @Test
    void theLastMayBeCutOff() throws MalformedException {
        Batch batch =
                Batch.parse(
                        bytes("[" + NOTE + ",{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"x"),
                        Limits.DEFAULT);
        assertThat(batch.messages()).hasSize(1);
        assertThat(batch.malformed().getFirst().answers()).isEqualTo(Id.of(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[" + RESULT + "," + RESULT + "] x",
                "[" + RESULT + " " + RESULT + "]",
                "[" + RESULT + "]" + RESULT + "]"
            })
    void noneIsTakenWhereNobodyCanKnowWhatStandsWhere(String text) throws MalformedException {
        Batch batch = Batch.parse(bytes(text), Limits.DEFAULT);
        assertThat(batch.messages()).isEmpty();
        assertThat(batch.malformed())
                .isNotEmpty()
                .allSatisfy(why -> assertThat(why.answers()).isEqualTo(Id.of(2)));
    }

    @Test
    void aLogLineThatBeginsLikeOneTellsWhichCallItAnswers() {
        MalformedException why =
                catchThrowableOfType(
                        MalformedException.class,
                        () -> Batch.parse(bytes("[12:00 INFO] sent " + RESULT), Limits.DEFAULT));
        assertThat(why.isPrinted()).isTrue();
        assertThat(why.answers()).isEqualTo(Id.of(2));
    }

    @Test
    void messagesOnOneLineAreReadEachByItself() {
        Batch batch =
                Batch.glued(
                        bytes(NOTE + " " + RESULT + "{\"level\":30}" + RESULT.replace("{}", "NaN")),
                        Limits.DEFAULT);
        assertThat(batch.messages()).hasSize(2);
        assertThat(batch.messages().getLast()).isInstanceOf(Result.class);
        assertThat(batch.malformed())
                .extracting(MalformedException::meant)
                .containsExactly(
                        MalformedException.Meant.NOTHING, MalformedException.Meant.RESPONSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ready",
                RESULT,
                NOTE + " ",
                "sent " + NOTE + RESULT,
                NOTE + "," + RESULT,
                RESULT + " ok",
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{"
            })
    void anythingElseIsNotSeveralMessages(String line) {
        Batch batch = Batch.glued(bytes(line), Limits.DEFAULT);
        assertThat(batch.messages()).isEmpty();
        assertThat(batch.malformed()).isEmpty();
    }

    @Test
    void thereAreNoMoreOnALineThanInABatch() {
        assertThat(Batch.glued(bytes(NOTE.repeat(100)), Limits.DEFAULT).messages()).hasSize(100);
        assertThat(Batch.glued(bytes(NOTE.repeat(101)), Limits.DEFAULT).messages()).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void isToldByItsFirstByte() {
        assertThat(Message.isBatch(" \t\r\n[".getBytes(UTF_8))).isTrue();
        assertThat(Message.isBatch("\ufeff[".getBytes(UTF_8))).isTrue();
        assertThat(Message.isBatch("{\"a\":[]}".getBytes(UTF_8))).isFalse();
        assertThat(Message.isBatch("  ".getBytes(UTF_8))).isFalse();
        assertThat(Message.isBatch(new byte[0])).isFalse();
    }

    private static String ofNotes(int count) {
        return "[" + String.join(",", Collections.nCopies(count, NOTE)) + "]";
    }

    private static List<Message> batch(String text) throws MalformedException {
        return Message.parseBatch(text.getBytes(UTF_8), Limits.DEFAULT);
    }

    private static MalformedException malformed(String text) {
        return catchThrowableOfType(MalformedException.class, () -> batch(text));
    }
}
