package io.tieline.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BackendAddressTest {

    @ParameterizedTest
    @CsvSource({
        "http://Example.COM, false, example.com, 80, /, example.com",
        "https://example.com/mcp?a=b%20c, true, example.com, 443, /mcp?a=b%20c, example.com",
        "HTTP://127.0.0.1:8080/x/y/, false, 127.0.0.1, 8080, /x/y/, 127.0.0.1:8080",
        "http://[::1]:9/, false, ::1, 9, /, [::1]:9",
        "https://h:80/ä, true, h, 80, /%C3%A4, h:80"
    })
    void aUrlIsTakenApart(
            String url, boolean tls, String host, int port, String target, String authority) {
        var address = BackendAddress.of(URI.create(url));
        assertThat(address).isEqualTo(new BackendAddress(tls, host, port, target));
        assertThat(address.authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mcp",
                "mcp",
                "ftp://example.com",
                "http:///mcp",
                "file:///t0psecret",
                "http://user:t0psecret@example.com/mcp",
                "mailto:t0psecret@example.com",
                "http://exämple.com/"
            })
    void whatIsNoUrlOfABackendIsRefusedWithoutTellingSecrets(String url) {
        assertThatThrownBy(() -> BackendAddress.of(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("t0psecret");
    }

    @Test
    void aMessageShowsNoQuery() {
        assertThat(BackendAddress.of(URI.create("https://example.com/mcp?key=t0psecret")))
                .hasToString("https://example.com/mcp");
    }

    @ParameterizedTest
    @CsvSource({
        "/b, /b",
        "b, /a/b",
        "../b?x=1, /b?x=1",
        "'', /a/",
        "?x=1, /a/x?x=1",
        "http://example.com:8080/c, /c",
        "HTTP://EXAMPLE.com:8080/c, /c",
        "' /b ', /b"
    })
    void aReferenceWithinTheOriginIsFollowed(String reference, String target) {
        var there = BackendAddress.of(URI.create("http://example.com:8080/a/x")).at(reference);
        assertThat(there).isEqualTo(new BackendAddress(false, "example.com", 8080, target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "https://example.com:8080/",
                "//other.example:8080/",
                "http://example.com.:8080/",
                "http://user@example.com:8080/",
                "http://example.com:8080@evil.example/",
                "http:\\\\evil.example/",
                "javascript:alert(1)",
                "/a b",
                ":"
            })
    void aReferenceThatLeavesTheOriginIsNot(String reference) {
        assertThat(BackendAddress.of(URI.create("http://example.com:8080/a")).at(reference))
                .isNull();
    }
}
