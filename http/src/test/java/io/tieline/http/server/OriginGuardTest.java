package io.tieline.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.tieline.http.HttpSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call a listener: the defence against pages whose name was rebound to this machine. */
final class OriginGuardTest {

    private static final int PASSED = 0;

    private static final List<String> LOG = new CopyOnWriteArrayList<>();

    private static OriginGuard at(String address, HttpSettings settings) {
        return new OriginGuard(
                new InetSocketAddress(InetAddress.ofLiteral(address), 8808),
                told(settings),
                new CountedLog(LOG::add));
    }

    private static ListenerSettings told(HttpSettings settings) {
        return new ListenerSettings(
                settings.address(),
                settings.allowedHosts(),
                settings.allowedOrigins(),
                settings.allowedHeaders(),
                settings.publicUrl(),
                null,
                settings.limits(),
                settings.streams(),
                settings.sessions(),
                settings.stateCookies(),
                settings.authentication(),
                settings.resource());
    }

    private static final OriginGuard LOCAL = at("127.0.0.1", HttpSettings.DEFAULT);

    /** The status with which a request with these headers is refused; 0 if it passes. */
    private static int status(OriginGuard sources, String target, String... headers) {
        var refusal = sources.refusal(request(target, headers), null);
        return refusal == null ? PASSED : refusal.status();
    }

    private static HttpRequest request(String target, String... headers) {
        var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, target);
        for (int i = 0; i < headers.length; i += 2) {
            request.headers().add(headers[i], headers[i + 1]);
        }
        return request;
    }

    /** The sentence with which a request with these headers is refused. */
    private static String words(OriginGuard sources, String... headers) {
        var refusal = sources.refusal(request("/mcp", headers), null);
        return Objects.requireNonNull(refusal).error().message();
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

    @Test
    void theNameUnderWhichTheAddressWasGivenIsAName() throws UnknownHostException {
        var address = InetAddress.getByAddress("Box.example", new byte[] {10, 0, 0, 5});
        var named = HttpSettings.DEFAULT.withAddress(new InetSocketAddress(address, 8808));
        var sources = at("10.0.0.5", named);
        assertThat(status(sources, "/", "host", "box.example:8808")).isEqualTo(PASSED);
        assertThat(status(sources, "/", "host", "10.0.0.5:8808")).isEqualTo(PASSED);
        assertThat(status(sources, "/", "host", "other.example")).isEqualTo(403);
        var everywhere = InetAddress.getByAddress("all.example", new byte[4]);
        var open = HttpSettings.DEFAULT.withAddress(new InetSocketAddress(everywhere, 8808));
        assertThat(status(at("0.0.0.0", open), "/", "host", "0.0.0.0:8808")).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "https://a.example/", "app.example.com", "https://", "a b://c"})
    void whatIsNoOriginIsRefused(String origin) {
        assertThatThrownBy(() -> HttpSettings.DEFAULT.withAllowedOrigins(Set.of(origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + origin + "\" is no origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example/mcp", "https://a.example/tools/sse/"})
    void aPublicUrlThatNamesAnEndpointIsRefused(String url) {
        assertThatThrownBy(() -> HttpSettings.DEFAULT.withPublicUrl(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave out /");
    }

    @Test
    void aListenerOnAllAddressesIsCalledByTheOneThatWasConnectedTo() {
        var sources = at("0.0.0.0", HttpSettings.DEFAULT);
        var local = new InetSocketAddress(InetAddress.ofLiteral("192.168.1.5"), 8808);
        var named = request("/mcp", "host", "192.168.1.5:8808");
        assertThat(at("127.0.0.1", HttpSettings.DEFAULT).refusal(named, local)).isNotNull();
        assertThat(sources.refusal(request("/mcp", "host", "192.168.1.6:8808"), local)).isNotNull();
        assertThat(sources.refusal(request("/mcp", "host", "evil.example"), local)).isNotNull();
        assertThat(sources.refusal(named, local)).isNull();
    }

    @Test
    void theHostOfThePublicUrlIsServed() {
        var sources =
                at(
                        "127.0.0.1",
                        HttpSettings.DEFAULT.withPublicUrl(
                                URI.create("https://Tools.example.com:8443/mcp-tools/")));
        assertThat(status(sources, "/", "host", "tools.example.com")).isEqualTo(PASSED);
        assertThat(status(sources, "/", "host", "tools.example.com:8443")).isEqualTo(PASSED);
        assertThat(status(sources, "/", "host", "example.com")).isEqualTo(403);
    }

    @Test
    void pagesBesideThePublicUrlAreOfAnotherOriginUntilTheyAreAllowed() {
        var settings = HttpSettings.DEFAULT.withPublicUrl(URI.create("https://example.com/tools"));
        var page = "https://example.com";
        assertThat(status(at("127.0.0.1", settings), "/", "host", "localhost", "origin", page))
                .isEqualTo(403);
    }

    @Test
    void whoIsRefusedIsToldTheOptionThatWouldLetHimIn() {
        assertThat(words(LOCAL, "host", "mcp.example.com:8808"))
                .contains("Host mcp.example.com:8808 is not served here")
                .contains("--allow-host mcp.example.com (in Java: HttpSettings.withAllowedHosts)");
        assertThat(words(LOCAL, "host", "localhost", "origin", "https://app.example.com"))
                .contains("Pages of Origin https://app.example.com may not call")
                .contains("--allow-origin https://app.example.com");
        assertThat(words(LOCAL, "host", "localhost", "origin", "null"))
                .contains("without an origin")
                .doesNotContain("--allow-origin null");
        assertThat(words(LOCAL, "host", "localhost", "sec-fetch-site", "cross-site"))
                .contains("--allow-origin");
        assertThat(words(LOCAL, "host", "a b\u00e4")).contains("a b\\u00e4 is no name");
    }

    @Test
    void eachValueIsLoggedOnceAndAFloodIsCounted() {
        var sources = at("127.0.0.1", HttpSettings.DEFAULT);
        LOG.clear();
        for (int i = 0; i < 100; i++) {
            status(sources, "/", "host", "evil.example");
        }
        assertThat(LOG)
                .satisfiesExactly(
                        first -> assertThat(first).contains("--allow-host evil.example"),
                        tenth -> assertThat(tenth).isEqualTo("10 times so far: Host evil.example"),
                        last -> assertThat(last).startsWith("100 times"));
        LOG.clear();
        for (int i = 0; i < 1_000; i++) {
            status(sources, "/", "host", "evil" + i + ".example");
        }
        assertThat(LOG).hasSizeLessThan(70);
        assertThat(LOG.getLast()).isEqualTo("100 times so far: others that are refused");
    }
}
