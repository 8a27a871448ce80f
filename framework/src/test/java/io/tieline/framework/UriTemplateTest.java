package io.tieline.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.wire.Json;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenario 35, from the server's side. */
final class UriTemplateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "test://template/{id}/data | test://template/12/data | {'id':'12'}",
                "city://{city-name}        | city://New%20York       | {'city-name':'New York'}",
                "file://{+path}            | file:///etc/a%2Fb       | {'path':'/etc/a/b'}",
                "file:///{path*}           | file:///etc/hosts       | {'path':'etc/hosts'}",
                "doc://{name}.json         | doc://a.json.json       | {'name':'a.json'}",
                "doc://{a}-{b}             | doc://x-y-z             | {'a':'x','b':'y-z'}",
                "find://all{?q,limit}      | find://all?limit=5&q=a+b | {'limit':'5','q':'a+b'}",
                "find://all{?q,limit}      | find://all              | {}",
                "find://{what}{?q}         | find://it?other=1&q     | {'what':'it','q':''}",
                "plain://text              | plain://text            | {}"
            })
    void variablesAreReadBackFromTheUri(String template, String uri, String variables) {
        assertThat(new UriTemplate(template).match(uri))
                .isEqualTo(new Values(Json.of(variables.replace('\'', '"'))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "test://template/{id}/data | test://template//data",
                "test://template/{id}/data | test://template/1/2/data",
                "test://template/{id}/data | test://template/1/datax",
                "city://{name}             | city://a/b",
                "city://{name}             | city://a?b=c",
                "city://{name}             | town://a",
                "doc://{name}.json         | doc://.json",
                "plain://text              | plain://text2"
            })
    void aUriOfAnotherFamilyDoesNotMatch(String template, String uri) {
        assertThat(new UriTemplate(template).match(uri)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a://{b", "a://{b,c}", "a://{b}{c}", "a://{/b}", "a://{?b}/c", "a://{}"})
    void whatCannotBeReadBackIsRefusedAtOnce(String template) {
        assertThatThrownBy(() -> new UriTemplate(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(template);
    }

    @Test
    void anEvilUriCostsNoMoreThanItsLength() {
        var template = new UriTemplate("a://{a}x{b}x{c}x{d}x{e}y");
        var evil = "a://" + "x".repeat(1_000_000);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(template.match(evil)).isNull());
    }
}
