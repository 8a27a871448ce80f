package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageTest {

    @Test
    void aRequestHasItsPartsHoweverTheyAreOrdered() throws MalformedException {
        String text =
                "{\"params\":{\"x\":[1],\"_meta\":{\"a\":{},\"progressToken\":\"t\"},\"name\":\"n\"},"
                        + "\"id\":\"7\", \"method\":\"tools\\/call\" ,\"jsonrpc\":\"2.0\",\"unknown\":2.50}";
        Request request = (Request) parse(text);
        assertThat(request.json()).hasToString(text);
        assertThat(request.id()).isEqualTo(Id.of("7"));
        assertThat(request.method()).isEqualTo(Method.TOOLS_CALL);
        assertThat(request.params()).isEqualTo(request.json().get("params"));
        assertThat(request.meta()).hasToString("{\"a\":{},\"progressToken\":\"t\"}");
        assertThat(request.progressToken()).hasToString("\"t\"");
    }

    @Test
    void aRequestMayHaveNothingButIdAndMethod() throws MalformedException {
        Request request = (Request) parse("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"ping\"}");
        assertThat(request.params()).isNull();
        assertThat(request.meta()).isNull();
        assertThat(request.progressToken()).isNull();
    }

    @Test
    void metaAndTokenMayBeNull() throws MalformedException {
        Request noToken = (Request) parse(request("{\"_meta\":{\"progressToken\":null}}"));
        assertThat(noToken.meta()).isNotNull();
        assertThat(noToken.progressToken()).isNull();
        Request noMeta = (Request) parse(request("{\"_meta\":null}"));
        assertThat(noMeta.meta()).isNull();
    }

    @Test
    void membersThatAreNullWhereThereShouldBeNoneAreNotPassedOn() throws MalformedException {
        Request request =
                (Request) parse("{\"jsonrpc\":\"2.0\",\"params\":null,\"id\":1,\"method\":\"x\"}");
        assertThat(request.params()).isNull();
        assertThat(request.json()).hasToString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}");
        assertThat(request.with(Id.of(2), Json.number(3)).json())
                .hasToString(
                        "{\"params\":{\"_meta\":{\"progressToken\":3}},\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"x\"}");
        Notification note =
                (Notification)
                        parse(
                                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"notifications/x\",\"params\":null}");
        assertThat(note.json()).hasToString("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}");
        Message result =
                parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":null,\"result\":{\"a\":null}}");
        assertThat(result).isInstanceOf(Result.class);
        assertThat(result.json())
                .hasToString("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":null}}");
        Message failure =
                parse(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null,\"error\":{\"code\":1,\"message\":\"\"}}");
        assertThat(failure).isInstanceOf(Failure.class);
        assertThat(failure.json())
                .hasToString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"\"}}");
    }

    @Test
    void tellsNotificationsFromRequests() throws MalformedException {
        Notification note =
                (Notification)
                        parse(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\",\"params\":{\"progressToken\":1.5}}");
        assertThat(note.method()).isEqualTo("notifications/x");
        assertThat(note.params()).hasToString("{\"progressToken\":1.5}");
    }

    @Test
    void aResultKeepsItsBytes() throws MalformedException {
        String text =
                "{\"jsonrpc\":\"2.0\",\"result\":{\"n\":1e400,\"_meta\":{\"x\":1}},\"id\":9007199254740993}";
        Result result = (Result) parse(text);
        assertThat(result.json()).hasToString(text);
        assertThat(result.result()).hasToString("{\"n\":1e400,\"_meta\":{\"x\":1}}");
        assertThat(result.id()).hasToString("9007199254740993");
    }

    @Test
    void aFailureKeepsCodeMessageDataAndWhatIsUnknown() throws MalformedException {
        String text =
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32042,\"message\":\"\\u0041\",\"data\":{\"x\":[]},\"extra\":1}}";
        Failure failure = (Failure) parse(text);
        assertThat(failure.json()).hasToString(text);
        assertThat(failure.error()).isEqualTo(new RpcError(-32042, "A", Json.of("{\"x\":[]}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"id\":null,"})
    void aFailureMayHaveNoId(String id) throws MalformedException {
        Failure failure =
                (Failure)
                        parse(
                                "{\"jsonrpc\":\"2.0\","
                                        + id
                                        + "\"error\":{\"code\":-32700,\"message\":\"?\"}}");
        assertThat(failure.id()).isNull();
        assertThat(failure.error().data()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "1",
                "\"x\"",
                "null",
                "{}",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"x\"}]",
                "{\"id\":1,\"method\":\"x\"}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"x\"}",
                "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2\\u002e0\",\"id\":1,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.0,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1e2,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":null}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"METHOD\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":[]}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"_meta\":[]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"_meta\":{\"progressToken\":5.0}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"_meta\":{\"progressToken\":{}}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"error\":{\"code\":1,\"message\":\"\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1,\"message\":\"\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]}",
                "{\"jsonrpc\":\"2.0\",\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":null}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"message\":\"\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1.0,\"message\":\"\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":\"1\",\"message\":\"\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":2147483648,\"message\":\"\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":1}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"error\":{\"code\":1,\"message\":\"\"}}"
            })
    void refusesWhatIsJsonButNoMessage(String text) {
        assertThat(malformed(text).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":1,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"method\":\"y\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{},\"params\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"u\":1,\"u\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"meth\\u006fd\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"\\u0069d\":1,\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"name\":1,\"name\":2}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"n\\u0061me\":1}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"unknown_\\u0061\":1}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"zz\":1,\"\\u007az\":2}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"\\u007az\":1,\"zz\":2}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{\"requestId\":1,\"requestId\":2}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"_meta\":{\"progressToken\":1,\"progressToken\":2}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"_meta\":{\"progr\\u0065ssToken\":1}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"_meta\":{\"a/b\":1,\"a\\/b\":2}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"_met\\u0061\":{}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[],\"tools\":[]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"_meta\":{\"a\":1,\"a\":2}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"code\":2,\"message\":\"\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"m\\u0065ssage\":\"\"}}"
            })
    void refusesNamesThatTwoReadersCouldTakeDifferently(String text) {
        MalformedException malformed = malformed(text);
        assertThat(malformed.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(malformed).message().containsAnyOf("repeats", "escape");
    }

    @Test
    void findsARepeatedNameAmongManyInTimeThatDoesNotExplode() {
        StringBuilder params = new StringBuilder("{");
        for (int i = 0; i < 200_000; i++) {
            params.append("\"n").append(i).append("\":0,");
        }
        assertThat(malformed(request(params + "\"n77\":1}")))
                .hasMessage("the member name \"n77\" repeats");
    }

    @Test
    void whatItReportsFitsOnOneLineOfALog() {
        assertThat(malformed(request("{\"a\\n\":1,\"a\\n\":2}")))
                .hasMessage("the member name \"a\\n\" repeats");
        String tooLong = "n".repeat(100_000);
        assertThat(
                        malformed(request("{\"" + tooLong + "\":1,\"" + tooLong + "\":2}"))
                                .error()
                                .message())
                .hasSizeLessThan(100);
    }

    @Test
    void leavesTheRestOfAMessageAlone() throws MalformedException {
        String text =
                request(
                        "{\"arguments\":{\"a\":1,\"a\":2,\"n\\u0061me\":3},\"Name\":1,\"NAME\":2,\"caf\\u00e9\":-0,"
                                + "\"_meta\":{\"io.modelcontextprotocol\\/related-task\":{},\"x\":1e400}}");
        assertThat(parse(text).json()).hasToString(text);
    }

    @Test
    void whatIsNotJsonToItsEndIsNotJudgedFurther() {
        assertThat(malformed("{\"id\":1,\"id\":2,").code()).isEqualTo(ErrorCode.PARSE_ERROR);
        assertThat(malformed("[1").code()).isEqualTo(ErrorCode.PARSE_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":null,\"params\":null,\"result\":{},\"error\":null}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"result\":null,\"error\":null}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"notifications/x\",\"result\":null,\"error\":null}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":null,\"result\":null,\"error\":{\"code\":1,\"message\":\"\"}}"
            })
    void membersThatAreNullAreTakenOut(String text) throws MalformedException {
        assertThat(parse(text).json().toString()).doesNotContain("null");
    }

    @Test
    void aMalformedRequestTellsItsId() {
        MalformedException malformed =
                malformed("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"x\",\"params\":[]}");
        assertThat(malformed.id()).isEqualTo(Id.of("a"));
        assertThat(malformed.answers()).isNull();
        assertThat(malformed.error()).isEqualTo(RpcError.of(-32600, "params must be an object"));
        assertThat(malformed("{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"x\"}").id())
                .isNull();
        assertThat(malformed("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"x\"}").id()).isNull();
        assertThat(malformed("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"result\":{}}").id())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"result\":[]",
                "\"error\":{}",
                "\"x\":1,\"jsonrpc\":\"2.0\"",
                "\"result\":{},\"jsonrpc\":\"1.0\""
            })
    void aMalformedResponseIsNeverToBeAnsweredUnderItsId(String rest) {
        MalformedException malformed = malformed("{\"id\":5," + rest + "}");
        assertThat(malformed.id()).isNull();
        assertThat(malformed.answers()).isEqualTo(Id.of(5));
    }

    @Test
    void aRecordThatHappensToHaveAnIdAnswersNothing() {
        MalformedException malformed = malformed("{\"id\":5,\"x\":1}");
        assertThat(malformed.meant()).isEqualTo(MalformedException.Meant.NOTHING);
        assertThat(malformed.answers()).isNull();
    }

    @Test
    void anAnswerMayRepeatAnIntegerAsADouble() throws MalformedException {
        String text = "{\"jsonrpc\":\"2.0\",\"id\":5.0,\"result\":{}}";
        Response response = (Response) parse(text);
        assertThat(response.id()).isEqualTo(Id.of(5));
        assertThat(response.json()).hasToString(text);
        assertThat(response.withId(Id.of("a")).json()).hasToString(text.replace("5.0", "\"a\""));
        assertThat(malformed(text.replace("5.0", "5.5")).meant())
                .isEqualTo(MalformedException.Meant.RESPONSE);
        assertThat(malformed(text.replace("5.0", "5e99999999")).answers()).isNull();
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws MalformedException {
        String text = request("{}");
        assertThat(parse("\ufeff" + text).json()).hasToString(text);
        assertThat(malformed("\ufeff\ufeff" + text).id()).isEqualTo(Id.of(1));
    }

    @Test
    void readsAMessageThatLiesWithinAnother() throws MalformedException {
        Json inner =
                Objects.requireNonNull(
                        Json.of("[0,{\"m\":" + request("{}") + "}]").elements().get(1).get("m"));
        Request request = (Request) Message.parse(inner);
        assertThat(request.withId(Id.of(2)).json())
                .hasToString(request("{}").replace("\"id\":1", "\"id\":2"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsAMessageOfEveryMethodOfEveryRevision(String line) throws MalformedException {
        Message message = parse(line);
        assertThat(message.json()).hasToString(line);
        String method = Json.of(line).text("method");
        switch (message) {
            case Request request -> assertThat(request.method()).isEqualTo(method);
            case Notification note -> assertThat(note.method()).isEqualTo(method);
            case Response response -> assertThat(response.id()).isNotNull();
        }
    }

    static List<String> samples() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(MessageTest.class.getResourceAsStream("messages.jsonl"))) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    private static String request(String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":" + params + "}";
    }

    private static Message parse(String text) throws MalformedException {
        return Message.parse(text.getBytes(UTF_8), Limits.DEFAULT);
    }

    private static MalformedException malformed(String text) {
        return catchThrowableOfType(MalformedException.class, () -> parse(text));
    }
}
