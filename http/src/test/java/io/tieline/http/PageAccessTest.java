package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.settings.StateCookies;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told about pages of an allowed origin, and about others. */
final class PageAccessTest {

    private static final String APP = "https://app.example.com";
    private static final String FROM_APP = "origin: " + APP;

    private static HttpSettings open(HttpSettings settings) {
        return settings.withAllowedOrigins(Set.of("HTTPS://App.Example.com"))
                .withAllowedHeaders(Set.of("X-Tenant"));
    }

    private static RawClient.Head preflight(
            Fixture fixture, String path, String method, String headers, String... more) {
        var client = fixture.connect();
        var all = new ArrayList<>(List.of(more));
        all.add("access-control-request-method: " + method);
        all.add("access-control-request-headers: " + headers);
        client.request("OPTIONS", path, "", all.toArray(String[]::new));
        return client.head();
    }

    private static void assertReadable(RawClient.Head head) {
        assertThat(head.header("access-control-allow-origin")).isEqualTo(APP);
        assertThat(head.header("vary")).isEqualTo("origin");
        assertThat(names(head, "access-control-expose-headers"))
                .contains(
                        "mcp-session-id",
                        "mcp-protocol-version",
                        "www-authenticate",
                        "retry-after");
        assertThat(head.headers()).doesNotContainKey("access-control-allow-credentials");
    }

    private static void assertSilent(RawClient.Head head) {
        assertThat(head.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    private static List<String> names(RawClient.Head head, String header) {
        return Arrays.stream(String.valueOf(head.header(header)).split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "/mcp,POST,DELETE",
        "/mcp/,POST,DELETE",
        "/,GET,DELETE",
        "/sse,GET,POST",
        "/messages,POST,POST"
    })
    void scenario184ABrowserThatAsksFirstIsToldWhatAPageMaySend(
            String path, String method, String last) {
        try (var fixture = new Fixture(PageAccessTest::open)) {
            var head =
                    preflight(
                            fixture,
                            path + "?x=1",
                            method,
                            "content-type,mcp-param-region, Mcp-Param-Zone,x-other",
                            FROM_APP);
            assertThat(head.status()).isEqualTo(204);
            assertReadable(head);
            assertThat(names(head, "access-control-allow-methods"))
                    .contains(method.toLowerCase(Locale.ROOT), last.toLowerCase(Locale.ROOT));
            assertThat(names(head, "access-control-allow-headers"))
                    .contains("content-type", "accept", "authorization", "last-event-id")
                    .contains("mcp-session-id", "mcp-protocol-version", "mcp-method", "mcp-name")
                    .contains("mcp-param-region", "mcp-param-zone", "x-tenant")
                    .doesNotContain("x-other");
            assertThat(head.header("access-control-max-age")).isEqualTo("600");
            assertThat(head.headers()).doesNotContainKey("access-control-allow-private-network");
        }
    }

    @Test
    void scenario184EveryAnswerToAPageOfAnAllowedOriginMayBeReadByIt() {
        try (var fixture = new Fixture(PageAccessTest::open)) {
            var session = fixture.session(Revision.LATEST_HANDSHAKE, FROM_APP);
            var heads =
                    Map.of(
                            "json", session.post(Fixture.request(1, "echo")).head(),
                            "events", session.get().head(),
                            "accepted", session.post(Fixture.notification("x")).head(),
                            "malformed", session.post("{").head(),
                            "unknown path", at(fixture, "GET", "/nowhere"),
                            "no session", at(fixture, "DELETE", "/mcp"),
                            "old transport", at(fixture, "GET", "/sse"),
                            "a person", at(fixture, "HEAD", "/"),
                            "stateless", stateless(fixture),
                            "end", session.delete().head());
            heads.forEach((what, head) ->
                    assertThat(head).as(what).satisfies(PageAccessTest::assertReadable));
            assertThat(heads.get("accepted")).extracting(RawClient.Head::status).isEqualTo(202);
            assertThat(heads.get("malformed")).extracting(RawClient.Head::status).isEqualTo(400);
        }
    }

    private static RawClient.Head at(Fixture fixture, String method, String path) {
        var client = fixture.connect();
        client.request(method, path, "", FROM_APP);
        return client.head();
    }

    private static RawClient.Head stateless(Fixture fixture) {
        var client = fixture.connect();
        Stateless.post(client, 7, "echo", Json.EMPTY_OBJECT, FROM_APP);
        return client.head();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "origin: https://evil.example",
                "origin: null",
                "origin: https://app.example.com.evil.example",
                "origin: https://app.example.com:8443",
                "origin: http://app.example.com",
                "origin: https://app.example.com\r\norigin: https://evil.example"
            })
    void scenario184PagesOfOtherOriginsAreToldNothingAndRefused(String origin) {
        try (var fixture = new Fixture(PageAccessTest::open)) {
            var asked = preflight(fixture, "/mcp", "POST", "content-type", origin);
            assertThat(asked.status()).isEqualTo(403);
            assertSilent(asked);
            var client = fixture.connect();
            client.request("POST", "/mcp", Fixture.request(1, "echo"), Fixture.JSON, origin);
            var posted = client.head();
            assertThat(posted.status()).isEqualTo(403);
            assertSilent(posted);
        }
    }

    @Test
    void withoutAnAllowedOriginNoBrowserIsToldAnything() {
        try (var fixture = new Fixture()) {
            var own = "origin: http://127.0.0.1:" + fixture.listener.port();
            assertSilent(fixture.session(Revision.LATEST_HANDSHAKE, own).get().head());
            assertThat(preflight(fixture, "/mcp", "POST", "x", FROM_APP).status()).isEqualTo(403);
        }
    }

    @Test
    void aBrowserThatAsksForThePrivateNetworkIsLetIn() {
        try (var fixture = new Fixture(PageAccessTest::open)) {
            var head =
                    preflight(
                            fixture,
                            "/mcp",
                            "POST",
                            "content-type",
                            FROM_APP,
                            "access-control-request-private-network: true");
            assertThat(head.header("access-control-allow-private-network")).isEqualTo("true");
        }
    }

    @ParameterizedTest
    @EnumSource(value = StateCookies.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void cookiesMayGoAlongWhereStateIsKeptByThem(StateCookies cookies) {
        try (var fixture = new Fixture(settings -> open(settings).withStateCookies(cookies))) {
            var head = preflight(fixture, "/mcp", "POST", "content-type", FROM_APP);
            assertThat(head.header("access-control-allow-credentials")).isEqualTo("true");
            assertThat(head.header("access-control-allow-origin")).isEqualTo(APP);
        }
    }

    @ParameterizedTest
    @CsvSource({"/mcp,DELETE", "/sse,GET", "/messages,POST"})
    void whoeverAsksWhatThereIsIsToldTheMethods(String path, String method) {
        try (var fixture = new Fixture(PageAccessTest::open)) {
            var client = fixture.connect();
            client.request("OPTIONS", path, "");
            var head = client.head();
            assertThat(head.status()).isEqualTo(204);
            assertThat(Objects.requireNonNull(head.header("allow"))).contains(method, "OPTIONS");
            assertSilent(head);
            client.request("OPTIONS", "/nowhere", "");
            assertThat(client.head().status()).isEqualTo(404);
        }
    }
}
