package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.wire.Json;
import org.junit.jupiter.api.Test;

final class ValuesTest {

    private static final Values VALUES =
            new Values(
                    Json.of(
                            """
                            {"text":"t","whole":7,"round":2.0,"half":0.5,"huge":1e30,"yes":true,\
                            "no":false,"nothing":null,"list":["a","b"],"mixed":["a",1]}\
                            """));

    @Test
    void valuesAreReadAsWhatTheirReaderExpects() {
        assertThat(VALUES.text("text")).isEqualTo("t");
        assertThat(VALUES.integer("whole")).isEqualTo(7);
        assertThat(VALUES.integer("round")).isEqualTo(2);
        assertThat(VALUES.number("half")).isEqualTo(0.5);
        assertThat(VALUES.number("huge")).isEqualTo(1e30);
        assertThat(VALUES.flag("yes")).isTrue();
        assertThat(VALUES.flag("no")).isFalse();
        assertThat(VALUES.flag("absent")).isFalse();
        assertThat(VALUES.texts("list")).containsExactly("a", "b");
        assertThat(VALUES.texts("absent")).isEmpty();
        assertThat(VALUES.optionalText("text")).hasValue("t");
        assertThat(VALUES.optionalText("nothing")).isEmpty();
    }

    @Test
    void aMisfitIsToldByName() {
        misfit(() -> VALUES.text("absent"), "The value absent is missing");
        misfit(() -> VALUES.text("nothing"), "The value nothing is missing");
        misfit(() -> VALUES.text("whole"), "The value whole must be a string");
        misfit(() -> VALUES.integer("text"), "The value text must be a whole number");
        misfit(
                () -> VALUES.integer("half"),
                "The value half must be a whole number of at most 64 bits");
        misfit(
                () -> VALUES.integer("huge"),
                "The value huge must be a whole number of at most 64 bits");
        misfit(() -> VALUES.number("text"), "The value text must be a number");
        misfit(() -> VALUES.number("absent"), "The value absent is missing");
        misfit(() -> VALUES.flag("text"), "The value text must be true or false");
        misfit(() -> VALUES.texts("mixed"), "The value mixed must be a list of strings");
    }

    private static void misfit(Runnable reading, String message) {
        assertThatThrownBy(reading::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
