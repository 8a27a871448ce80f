package io.tieline.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a name stands in a path. */
final class NamedPathTest {

    @ParameterizedTest
    @CsvSource({
        "/mcp/dev,/mcp,dev",
        "/mcp/dev/,/mcp,dev",
        "/sse/dev,/sse,dev",
        "/other/dev,/other,dev",
        "/mcp/a%2fb,/mcp,a/b",
        "/mcp/a+b,/mcp,a+b",
        "/mcp/%41%6a,/mcp,Aj",
        "/mcp/%25,/mcp,%"
    })
    void aNameStandsBehindAnEndpoint(String path, String endpoint, String name) {
        assertThat(NamedPath.of(path)).isEqualTo(new NamedPath(endpoint, name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "//",
                "/mcp",
                "/mcp/",
                "/mcp//",
                "/mcp//dev",
                "/mcp/dev//",
                "/mcp/dev/x",
                "/mcp/%",
                "/mcp/%4",
                "/mcp/%4g",
                "/mcp/a%",
                "/mcp/%-1"
            })
    void othersHaveNone(String path) {
        assertThat(NamedPath.of(path)).isNull();
    }

    /** What stands in a path as it was written is found again, whatever it is. */
    @Test
    void everyVisibleCharacterFindsBack() {
        var name = new StringBuilder();
        for (char c = '!'; c <= '~'; c++) {
            if (c != '/') {
                name.append(c);
            }
        }
        var written = NamedPath.encoded(name.toString());
        assertThat(written).doesNotContain("?", "#", ":", " ").matches("[A-Za-z0-9._~%-]+");
        assertThat(NamedPath.of("/mcp/" + written))
                .isEqualTo(new NamedPath("/mcp", name.toString()));
    }
}
