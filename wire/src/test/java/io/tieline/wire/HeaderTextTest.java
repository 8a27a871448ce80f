package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a text travels in a header (revision 2026-07-28, "Transports: Value Encoding"). */
final class HeaderTextTest {

    private static String base64(String inner) {
        return "=?base64?" + inner + "?=";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "eu", "a b", "tools/call", "~!\"#", "=?base64", "?=", "=?utf-8?q?x?="})
    void whatIsSafeTravelsAsItIs(String text) throws MalformedException {
        assertThat(HeaderText.encode(text)).isEqualTo(text);
        assertThat(HeaderText.decode(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " a",
                "a ",
                " ",
                "a\r\nset-cookie: b",
                "a\tb",
                "\u0000",
                "\u007f",
                "gr\u00fc\u00df",
                "\ud83d\ude00",
                "=?base64??=",
                "=?base64?YQ==?="
            })
    void whatIsNotSafeTravelsEncodedAndMeansTheSame(String text) throws MalformedException {
        var value = HeaderText.encode(text);
        assertThat(value).startsWith("=?base64?").endsWith("?=").matches("[!-~]+");
        assertThat(HeaderText.decode(value)).isEqualTo(text);
    }

    @Test
    void aTextThatLooksEncodedIsNotTakenForWhatItIsNot() throws MalformedException {
        var inner = Base64.getEncoder().encodeToString("secret".getBytes(UTF_8));
        var looksEncoded = base64(inner);
        assertThat(HeaderText.decode(HeaderText.encode(looksEncoded))).isEqualTo(looksEncoded);
    }

    @Test
    void aSurrogateWithoutItsOtherHalfEqualsNoTextThatAnybodyWrites() throws MalformedException {
        var value = HeaderText.encode("a\ud800");
        assertThat(HeaderText.decode(value)).isEqualTo("a\ufffd").isNotEqualTo("a\ud800");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Y", // no Base64
                "YQ", // without its padding
                "YR==", // another text has the same bytes
                "Y Q==",
                "_w==", // the alphabet of URLs
                "/w==", // no UTF-8
                "7aCA" // a surrogate in UTF-8
            })
    void whatClaimsToBeEncodedAndIsNotIsRefused(String inner) {
        assertThatThrownBy(() -> HeaderText.decode(base64(inner)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("Base64");
    }
}
