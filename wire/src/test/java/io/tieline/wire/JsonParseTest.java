package io.tieline.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonParseTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "12",
                "-1",
                "2.50",
                "1e400",
                "1E+2",
                "1e-2",
                "0.0",
                "123456789012345678901234567890",
                "true",
                "false",
                "null",
                "\"\"",
                "\"a\"",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"",
                "\"\u007f\"",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "\"\\u0000\"",
                "\"é€😀\"",
                "[]",
                "{}",
                "[ ]",
                "{\n}",
                "[1,[2,{\"a\":[]}]]",
                "{\"a\":1,\"a\":2}",
                "{\"\":{}}",
                "[1 ,\t2\r\n]",
                "{ \"a\" : 1 , \"b\" : [ ] }",
                "\"12345678\"",
                "\"1234567\\\\\"",
                "\"\uffff\"",
                "\"\ud7ff\ue000\""
            })
    void acceptsAndKeepsEveryByteOf(String text) throws MalformedException {
        assertThat(parse(text).toString()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "nulll",
                "True",
                "NaN",
                "Infinity",
                "-Infinity",
                "undefined",
                "'a'",
                "+1",
                "01",
                "-01",
                "00",
                "1.",
                ".5",
                "-",
                "-a",
                "1e",
                "1e+",
                "1.e1",
                "0x10",
                "1_000",
                "1 2",
                "1,",
                "\"",
                "\"a",
                "\"a\nb\"",
                "\"\t\"",
                "\"\u0000\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u\"",
                "\"\\U0041\"",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[1}",
                "]",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{1:1}",
                "{\"a\" 1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1]",
                "{\"a\"::1}",
                "// c\n1",
                "/**/1",
                "# c\n1",
                "1;",
                "\ufeff1",
                "\u00a01",
                "\u000b1",
                "\f1",
                "\u0000",
                "1\u0000",
                "[1]\u0000"
            })
    void refuses(String text) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> parse(text))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PARSE_ERROR));
    }

    @ParameterizedTest
    @CsvSource({
        "80, a tail alone",
        "bf, a tail alone",
        "c3, a lead alone",
        "c3 28, a lead without its tail",
        "c0 af, two bytes for one",
        "c1 bf, two bytes for one",
        "e0 80 af, three bytes for one",
        "e0 9f bf, three bytes for two",
        "ed a0 80, a high surrogate",
        "ed bf bf, a low surrogate",
        "e2 82, two of three",
        "e2 28 a1, a hole in three",
        "f0 80 80 af, four bytes for one",
        "f0 8f bf bf, four bytes for three",
        "f4 90 80 80, beyond the last code point",
        "f5 80 80 80, no lead",
        "f0 9f 98, three of four",
        "f0 28 8c bc, a hole in four",
        "f8 88 80 80 80, five bytes",
        "fe, never in UTF-8",
        "ff, never in UTF-8"
    })
    void refusesMalformedUtf8(String hex, String why) {
        String malformed =
                new String(java.util.HexFormat.ofDelimiter(" ").parseHex(hex), ISO_8859_1);
        for (String text :
                new String[] {
                    "\"%s\"", "{\"%s\":1}", "[\"12345678%s12345678\"]", "\"é%s\"", "\"%s"
                }) {
            byte[] bytes =
                    text.replace("é", "\u00c3\u00a9").formatted(malformed).getBytes(ISO_8859_1);
            assertThatExceptionOfType(MalformedException.class)
                    .as(why)
                    .isThrownBy(() -> Json.parse(bytes, Limits.DEFAULT))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PARSE_ERROR));
        }
    }

    @Test
    void cutsTheBlanksAroundTheValue() throws MalformedException {
        assertThat(parse(" \t\r\n{ } \n").toString()).isEqualTo("{ }");
    }

    @Test
    void refusesWhatIsLargerThanAllowed() throws MalformedException {
        Limits limits = new Limits(5, 64, 1);
        assertThat(Json.parse("[1,2]".getBytes(UTF_8), limits).length()).isEqualTo(5);
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Json.parse("[1,2] ".getBytes(UTF_8), limits))
                .withMessageContaining("6 bytes")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PARSE_ERROR));
    }

    @Test
    void refusesWhatIsNestedDeeperThanAllowed() throws MalformedException {
        Limits limits = new Limits(1000, 64, 1);
        assertThat(parse("[".repeat(64) + "]".repeat(64), limits).isArray()).isTrue();
        assertThat(parse("[" + "[],".repeat(100) + "{}]", limits).elements()).hasSize(101);
        for (String tooDeep :
                new String[] {
                    "[".repeat(65) + "]".repeat(65), "{\"a\":".repeat(65) + "1" + "}".repeat(65)
                }) {
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> parse(tooDeep, limits))
                    .withMessageContaining("64");
        }
    }

    @Test
    void survivesFourMegabytesOfOpenBrackets() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> parse("[".repeat(4 * 1024 * 1024)));
    }

    @Test
    void refusesEveryBeginningOfADocument() throws MalformedException {
        byte[] whole = "{\"a\":[1.5e3,true,\"x\\u00e9é😀\"],\"b\":{\"c\":null}}".getBytes(UTF_8);
        Json.parse(whole, Limits.DEFAULT);
        for (int length = 0; length < whole.length; length++) {
            byte[] beginning = java.util.Arrays.copyOf(whole, length);
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> Json.parse(beginning, Limits.DEFAULT));
        }
    }

    @Test
    void saysWhereItFailed() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> parse("{\"a\":tru}"))
                .withMessage(
                        "not valid JSON at byte 8: unexpected byte in a literal,"
                                + " near \"{\"a\":tru}\"");
    }

    @Test
    void showsOnlyTheBytesAroundThePlaceWhereItFailed() {
        String text = "[\"" + "é".repeat(100_000) + "\",NaN,\"" + "x".repeat(100_000) + "\"]";
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> parse(text))
                .withMessage(
                        "not valid JSON at byte 200004: unexpected byte where a value should begin,"
                                + " near \"..."
                                + "é".repeat(11)
                                + "\",NaN,\""
                                + "x".repeat(35)
                                + "...\"");
    }

    private static Json parse(String text) throws MalformedException {
        return parse(text, Limits.DEFAULT);
    }

    private static Json parse(String text, Limits limits) throws MalformedException {
        return Json.parse(text.getBytes(UTF_8), limits);
    }
}
