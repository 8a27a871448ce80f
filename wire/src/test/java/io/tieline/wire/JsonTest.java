package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

    @Test
    void knowsItsKind() {
        Map<String, Json.Kind> kinds =
                Map.of(
                        "{}", Json.Kind.OBJECT,
                        "[]", Json.Kind.ARRAY,
                        "\"\"", Json.Kind.STRING,
                        "-1", Json.Kind.NUMBER,
                        "0", Json.Kind.NUMBER,
                        "true", Json.Kind.TRUE,
                        "false", Json.Kind.FALSE,
                        "null", Json.Kind.NULL);
        kinds.forEach((text, kind) -> assertThat(Json.of(text).kind()).isEqualTo(kind));
        assertThat(Json.of("1").isNumber()).isTrue();
        assertThat(Json.of("true").isTrue()).isTrue();
        assertThat(Json.of("\"true\"").isTrue()).isFalse();
    }

    @Test
    void findsMembersByTheirDecodedName() {
        Json json = Json.of("{\"a\\/b\":1,\"\\u00e9\":2,\"é\\n\":3,\"\":4,\"ab\":5,\"a\":6}");
        assertThat(json.get("a/b")).isEqualTo(Json.number(1));
        assertThat(json.get("é")).isEqualTo(Json.number(2));
        assertThat(json.get("é\n")).isEqualTo(Json.number(3));
        assertThat(json.get("")).isEqualTo(Json.number(4));
        assertThat(json.get("a")).isEqualTo(Json.number(6));
        assertThat(json.get("a\\/b")).isNull();
        assertThat(json.get("A")).isNull();
    }

    @Test
    void theLastOfRepeatedMembersCounts() {
        Json json = Json.of("{\"a\":1,\"b\":{\"a\":2},\"\\u0061\":3}");
        assertThat(json.get("a")).isEqualTo(Json.number(3));
    }

    @Test
    void whatIsNoObjectHasNoMembers() {
        for (String text : List.of("[\"a\",1]", "\"a\"", "1", "null")) {
            assertThat(Json.of(text).get("a")).isNull();
        }
    }

    @Test
    void findsWhatIsNested() {
        Json json = Json.of("{\"a\":{\"b\":{\"c\":\"x\\ty\"},\"n\":1}}");
        assertThat(json.at("a", "b", "c")).isEqualTo(Json.string("x\ty"));
        assertThat(json.text("a", "b", "c")).isEqualTo("x\ty");
        assertThat(json.at()).isEqualTo(json);
        assertThat(json.at("a", "x", "c")).isNull();
        assertThat(json.text("a", "n")).isNull();
        assertThat(json.text("a", "n", "o")).isNull();
    }

    @Test
    void listsMembersAndElementsInOrder() {
        Json json =
                Json.of(" {\"b\" : [ 1 , \"]\\\"}\" , {} , [] ] , \"a\\n\": null , \"c\":-2e1 } ");
        assertThat(json.members())
                .containsExactly(
                        new Json.Member("b", Json.of("[ 1 , \"]\\\"}\" , {} , [] ]")),
                        new Json.Member("a\n", Json.NULL),
                        new Json.Member("c", Json.of("-2e1")));
        assertThat(json.members().getFirst().value().elements())
                .containsExactly(Json.of("1"), Json.of("\"]\\\"}\""), Json.of("{}"), Json.of("[]"));
        assertThat(Json.of("[ ]").elements()).isEmpty();
        assertThat(Json.of("{ }").members()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "9007199254740993, 9007199254740993",
        "999999999999999999, 999999999999999999",
        "-99999999999999999, -99999999999999999",
        "1.0, 1",
        "1e3, 1000",
        "1500E-2, 15"
    })
    void readsIntegersExactly(String text, long value) {
        assertThat(Json.of(text).asLong()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "-9223372036854775809",
                "1.5",
                "1e400",
                "1e999999999999",
                "1e-1"
            })
    void neverRoundsANumber(String text) {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Json.of(text).asLong());
    }

    @Test
    void refusesADigitStormWithoutReadingIt() {
        Json storm = Json.of("1".repeat(1_000_000));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(storm::asLong)
                .withMessage("number of 1000000 characters");
    }

    @Test
    void decodesStrings() {
        assertThat(
                        Json.of("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9é\\ud83d\\ude00😀\"")
                                .asString())
                .isEqualTo("\"\\/\b\f\n\r\tAéé😀😀");
    }

    @Test
    void halvesOfSurrogatePairsReadAsWhatTheyAre() {
        var text = "\"\\ud800a\\udc00\\ud83d\\ude00\\udc00\\ud800\\ud83d\\ude00\"";
        assertThat(Json.of(text).asString()).isEqualTo("\ud800a\udc00😀\udc00\ud800😀");
        assertThat(Json.string("\ud800a\udc00")).hasToString("\"\\ud800a\\udc00\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ufffd", "?", "\\ud801", "\\udc00", "\\ud800\\udc00"})
    void halvesOfSurrogatePairsEqualNothingElse(String other) {
        var half = Json.of("{\"x\":\"\\ud800\"}");
        var that = Json.of("{\"x\":\"" + other + "\"}");
        assertThat(half.text("x")).isNotEqualTo(that.text("x"));
    }

    @Test
    void writesStringsThatReadTheSame() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x300; c++) {
            all.append(c);
        }
        all.append("\u2028\u2029😀\ufffd");
        Json json = Json.string(all.toString());
        assertThat(json.asString()).isEqualTo(all.toString());
        assertThat(Json.of(json.toString())).isEqualTo(json);
        assertThat(Json.string("a\u0001\ud800\"b\n")).hasToString("\"a\\u0001\\ud800\\\"b\\n\"");
    }

    @Test
    void buildsObjectsAndLeavesOutWhatIsNull() {
        Json json =
                Json.object(
                        "a", 1, "b", 2L, "c", "x\"", "d", true, "e", null, "f", Json.EMPTY_ARRAY);
        assertThat(json).hasToString("{\"a\":1,\"b\":2,\"c\":\"x\\\"\",\"d\":true,\"f\":[]}");
        assertThat(Json.object()).isEqualTo(Json.EMPTY_OBJECT);
        assertThat(Json.object("a", null)).isEqualTo(Json.EMPTY_OBJECT);
        assertThat(Json.array(List.of(Json.NULL, Json.number(-5)))).hasToString("[null,-5]");
        assertThat(Json.array(List.of())).isEqualTo(Json.EMPTY_ARRAY);
    }

    @Test
    void refusesToBuildWhatIsNoObject() {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.object("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.object(1, "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.object("a", 1, "a", 2));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.object("a", 1.5));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.of("{"));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.of("\"\ud800\""));
    }

    @Test
    void refusesToReadWhatItIsNot() {
        assertThatIllegalStateException().isThrownBy(Json.NULL::asString);
        assertThatIllegalStateException().isThrownBy(Json.TRUE::asLong);
        assertThatIllegalStateException().isThrownBy(Json.EMPTY_OBJECT::elements);
        assertThatIllegalStateException().isThrownBy(Json.EMPTY_ARRAY::members);
        assertThatIllegalStateException().isThrownBy(() -> Json.EMPTY_ARRAY.with("a", Json.NULL));
        assertThatIllegalStateException().isThrownBy(() -> Json.EMPTY_ARRAY.without("a"));
    }

    @Test
    void slicesShareTheArrayUntilDetached() {
        Json whole = Json.of("{\"a\":[1]}");
        Json slice = whole.members().getFirst().value();
        assertThat(slice.array()).isSameAs(whole.array());
        assertThat(slice.offset()).isEqualTo(5);
        Json detached = slice.detached();
        assertThat(detached).isEqualTo(slice).hasSameHashCodeAs(slice);
        assertThat(detached.array()).hasSize(3);
        byte[] target = new byte[5];
        slice.copyTo(target, 1);
        assertThat(target).isEqualTo("\0[1]\0".getBytes(UTF_8));
    }

    @Test
    void bytesAreACopy() {
        Json json = Json.of("[1]");
        json.bytes()[1] = '2';
        assertThat(json).hasToString("[1]");
    }

    @Test
    void fitsOnOneLineAndMeansTheSame() {
        Json json = Json.of("{\n  \"a\":\r\n[1,\n2], \"b\":\"\\n\"}");
        assertThat(json.onOneLine()).hasToString("{   \"a\":  [1, 2], \"b\":\"\\n\"}");
        assertThat(json).hasToString("{\n  \"a\":\r\n[1,\n2], \"b\":\"\\n\"}");
        Json line = Json.of("[1]");
        assertThat(line.onOneLine()).isSameAs(line);
    }

    @Test
    void equalityIsThatOfTheBytes() {
        assertThat(Json.of(" 1 ")).isEqualTo(Json.of("1"));
        assertThat(Json.of("1.0")).isNotEqualTo(Json.of("1"));
        assertThat(Json.of("\"a\"")).isNotEqualTo(Json.of("\"\\u0061\""));
    }
}
