package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call a listener: the defence against pages whose name was rebound to this machine. */
final class SourcesTest {

    private static final int PASSED = 0;

    private static Sources at(String address, HttpSettings settings) {
        return new Sources(new InetSocketAddress(InetAddress.ofLiteral(address), 8808), settings);
    }

    private static final Sources LOCAL = at("127.0.0.1", HttpSettings.DEFAULT);

    /** The status with which a request with these headers is refused; 0 if it passes. */
    private static int status(Sources sources, String target, String... headers) {
        var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, target);
        for (int i = 0; i < headers.length; i += 2) {
            request.headers().add(headers[i], headers[i + 1]);
        }
        var refusal = sources.refusal(request);
        return refusal == null ? PASSED : refusal.status();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8808",
                "LocalHost:8808",
                "127.0.0.1",
                "127.0.0.1:8808",
                "[::1]:8808",
                "[::1]",
                "localhost:9000"
            })
    void loopbackNamesAreServedOnAnyForwardedPort(String host) {
        assertThat(status(LOCAL, "/mcp", "host", host)).isEqualTo(PASSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example.com",
                "evil.example.com:8808",
                "localhost.",
                "localhost.:8808",
                "localhost.evil.example.com",
                "localhost@evil.example.com",
                "user:localhost@evil.example.com:8808",
                "localhost:8808@evil.example.com",
                "localhost:8808:80",
                "localhost:",
                "localhost:port",
                "localhost/",
                "localhost#evil",
                "0.0.0.0:8808",
                "127.0.0.2",
                "127.1",
                "2130706433",
                "[::ffff:127.0.0.1]:8808",
                "[::]:8808",
                "::1",
                "[::1",
                "null",
                ""
            })
    void everyOtherHostIsForbidden(String host) {
        assertThat(status(LOCAL, "/mcp", "host", host)).isEqualTo(403);
    }

    @Test
    void thereIsExactlyOneHost() {
        assertThat(status(LOCAL, "/mcp")).isEqualTo(400);
        assertThat(status(LOCAL, "/mcp", "host", "localhost", "host", "evil.example.com"))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8808",
                "http://127.0.0.1:8808",
                "http://[::1]:8808",
                "HTTP://LOCALHOST:8808"
            })
    void ourOwnOriginsMayCall(String origin) {
        assertThat(status(LOCAL, "/mcp", "host", "localhost:8808", "origin", origin))
                .isEqualTo(PASSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "http://evil.example.com",
                "http://evil.example.com:8808",
                "http://localhost",
                "http://localhost:3000",
                "https://localhost:8808",
                "http://localhost.:8808",
                "http://localhost:8808.evil.example.com",
                "http://localhost:8808@evil.example.com",
                "http://evil.example.com#http://localhost:8808",
                "http://localhost:8808/",
                "localhost:8808",
                "file://",
                "chrome-extension://abc",
                "http://[::ffff:127.0.0.1]:8808"
            })
    void everyOtherOriginIsForbidden(String origin) {
        assertThat(status(LOCAL, "/mcp", "host", "localhost:8808", "origin", origin))
                .isEqualTo(403);
    }

    @Test
    void twoOriginsAreForbiddenEvenIfTheFirstIsOurs() {
        var own = "http://localhost:8808";
        assertThat(status(LOCAL, "/mcp", "host", "localhost", "origin", own, "origin", own))
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"cross-site,403", "same-site,403", "same-origin,0", "none,0"})
    void aPageElsewhereIsKnownEvenWhereBrowsersNameNoOrigin(String site, int status) {
        assertThat(status(LOCAL, "/sse", "host", "localhost", "sec-fetch-site", site))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8808/mcp,0",
        "http://localhost:8808,0",
        "http://evil.example.com/mcp,403",
        "http://localhost@evil.example.com/mcp,403",
        "*,400",
        "localhost:8808,400"
    })
    void aWholeUriIsAskedForByItsNameToo(String target, int status) {
        assertThat(status(LOCAL, target, "host", "localhost:8808")).isEqualTo(status);
    }

    @Test
    void namesThatTheOperatorAddsAreServed() {
        var sources =
                at(
                        "0.0.0.0",
                        HttpSettings.DEFAULT
                                .withAllowedHosts(Set.of("mcp.example.com", "Other.example:8443"))
                                .withAllowedOrigins(Set.of("https://app.example.com")));
        assertThat(status(sources, "/", "host", "mcp.example.com")).isEqualTo(PASSED);
        assertThat(status(sources, "/", "host", "MCP.example.com:8808")).isEqualTo(PASSED);
        assertThat(status(sources, "/", "host", "mcp.example.com.")).isEqualTo(403);
        assertThat(status(sources, "/", "host", "other.example:8443")).isEqualTo(PASSED);
        assertThat(status(sources, "/", "host", "other.example")).isEqualTo(403);
        assertThat(status(sources, "/", "host", "0.0.0.0:8808")).isEqualTo(403);
        var app = "https://app.example.com";
        assertThat(status(sources, "/", "host", "localhost", "origin", app)).isEqualTo(PASSED);
        var own = "http://mcp.example.com:8808";
        assertThat(status(sources, "/", "host", "localhost", "origin", own)).isEqualTo(PASSED);
    }

    @ParameterizedTest
    @CsvSource({"192.168.1.5,192.168.1.5:8808", "2001:db8:0:0:0:0:0:5,[2001:db8::5]:8808"})
    void theAddressThatWasBoundIsAName(String address, String host) {
        var sources = at(address, HttpSettings.DEFAULT);
        assertThat(status(sources, "/", "host", host, "origin", "http://" + host))
                .isEqualTo(PASSED);
    }
}
