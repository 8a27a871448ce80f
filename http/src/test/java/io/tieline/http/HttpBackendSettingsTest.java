package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.wire.Limits;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpBackendSettingsTest {

    @Test
    void headersAreKeptInLowerCaseAndNeverPrinted() {
        var settings =
                HttpBackendSettings.DEFAULT.withHeaders(
                        Map.of("Authorization", " Bearer t0psecret "));
        assertThat(settings.headers()).isEqualTo(Map.of("authorization", "Bearer t0psecret"));
        assertThat(settings.toString()).contains("authorization").doesNotContain("t0psecret");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Token, 't0psecret\r\nHost: evil', X-Token",
        "X-Token, 't0psecret\u0000', X-Token",
        "'X Token', t0psecret, named",
        "'X:Token', t0psecret, named",
        "'', t0psecret, named"
    })
    void whatCannotBeSentIsRefusedWithoutTellingTheValue(String name, String value, String words) {
        assertThatThrownBy(() -> HttpBackendSettings.DEFAULT.withHeaders(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words)
                .hasMessageNotContaining("t0psecret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Transfer-Encoding",
                "Mcp-Session-Id",
                "Last-Event-ID",
                "MCP-Protocol-Version",
                "Accept",
                "Content-Type",
                "Connection"
            })
    void whatTheTransportSaysIsNotForTheUserToSet(String name) {
        assertThatThrownBy(() -> HttpBackendSettings.DEFAULT.withHeaders(Map.of(name, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set by the transport");
    }

    @Test
    void aHeaderIsGivenOnce() {
        assertThatThrownBy(() ->
                        HttpBackendSettings.DEFAULT.withHeaders(Map.of("X-A", "1", "x-a", "2")))
                .hasMessageContaining("given twice");
    }

    @Test
    void timesArePositive() {
        var second = Duration.ofSeconds(1);
        for (var none : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
            assertThatThrownBy(() ->
                            new HttpBackendLimits(
                                    none, second, second, second, 1, 0, Limits.DEFAULT))
                    .hasMessageContaining("connect");
            assertThatThrownBy(() ->
                            new HttpBackendLimits(
                                    second, second, second, none, 1, 0, Limits.DEFAULT))
                    .hasMessageContaining("keepAlive");
        }
        assertThatThrownBy(() ->
                        new HttpBackendLimits(second, second, second, second, 0, 0, Limits.DEFAULT))
                .hasMessageContaining("requests");
    }

    @Test
    void aBackendIsNamedAfterItsHostUnlessItHasAName() {
        try (var loops = EventLoops.open(1)) {
            var uri = URI.create("http://localhost:1234/mcp?key=t0psecret");
            assertThat(HttpBackend.to(uri, loops).name()).isEqualTo("localhost:1234");
            var settings = HttpBackendSettings.DEFAULT.withName("files");
            assertThat(HttpBackend.to(uri, loops, settings).name()).isEqualTo("files");
        }
    }
}
