package io.tieline.stdio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Text that the system would be told in question marks is refused. */
final class EncodableTest {

    private final Encodable ascii = new Encodable(US_ASCII);

    @Test
    void whatTheEncodingHasLettersForPasses() {
        var command = StdioCommand.of("serve", "größe", "日本");
        assertThatCode(() -> new Encodable(UTF_8).require(command)).doesNotThrowAnyException();
        assertThatCode(() -> ascii.require(StdioCommand.of("serve", "a")))
                .doesNotThrowAnyException();
    }

    @Test
    void anArgumentIsNamedByItsPlaceAndNeverByItsText() {
        assertThatThrownBy(() -> ascii.require(StdioCommand.of("serve", "a", "größe")))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The argument 2 of command 'serve' has letters that the locale in force"
                                + " (US-ASCII) cannot pass on; start this program with"
                                + " LC_ALL=C.UTF-8");
    }

    @Test
    void aVariableIsNamedByItsName() {
        var command = StdioCommand.of("serve").withEnvironment(Map.of("KEY", "größe"));
        assertThatThrownBy(() -> ascii.require(command))
                .hasMessageContaining("variable KEY")
                .hasMessageNotContaining("größe");
    }
}
