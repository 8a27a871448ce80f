package io.tieline.http;

import static io.tieline.http.Fixture.BOTH;
import static io.tieline.http.Fixture.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.http.settings.ProtectedResource;
import io.tieline.session.Authentication.RequestHead;
import io.tieline.session.Identity;
import io.tieline.session.Principal;
import io.tieline.wire.Json;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has no token is told where to get one (scenario 130, scenario 131). */
class ResourceMetadataTest {

    private static final String PATH = "/.well-known/oauth-protected-resource";

    private static final String ISSUER = "https://login.example.com";

    private static void byToken(RequestHead head, Consumer<Identity> decided) {
        var token = head.headers().get("authorization");
        decided.accept(
                token == null
                        ? new Identity.Refused(401, "Bearer scope=\"a b\"", "Send a token")
                        : new Identity.Known(Principal.of(token)));
    }

    private static HttpSettings wanting(HttpSettings settings) {
        return settings.withAuthentication(ResourceMetadataTest::byToken)
                .withResource(
                        new ProtectedResource(
                                List.of(ISSUER), List.of("a", "b", "offline_access")));
    }

    private static Fixture fixture(UnaryOperator<HttpSettings> more) {
        return new Fixture(settings -> more.apply(wanting(settings)));
    }

    private static Json document(Fixture fixture, String path) {
        var client = fixture.connect();
        client.request("GET", path, "");
        var answer = client.answer();
        assertThat(answer.status()).as(path).isEqualTo(200);
        assertThat(answer.head().header("content-type")).isEqualTo("application/json");
        return answer.json();
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "/, /",
        "/mcp, /mcp",
        "/mcp/, /mcp/",
        "/mcp/dev, /mcp/dev",
        "/sse, /sse",
        "/sse/dev, /sse/dev"
    })
    void eachPathHasItsDocument(String behind, String resource) {
        try (var fixture = fixture(settings -> settings)) {
            var document = document(fixture, PATH + behind);
            assertThat(document.text("resource"))
                    .isEqualTo("http://127.0.0.1:" + fixture.listener.port() + resource);
            assertThat(document.texts("authorization_servers")).containsExactly(ISSUER);
            assertThat(document.texts("scopes_supported")).containsExactly("a", "b");
            assertThat(document.texts("bearer_methods_supported")).containsExactly("header");
        }
    }

    @Test
    void behindAProxyTheDocumentIsFoundInBothPlacesAndNamesThePublicUrl() {
        var url = URI.create("https://example.com/tools/");
        try (var fixture = fixture(settings -> settings.withPublicUrl(url))) {
            for (var path : List.of(PATH + "/tools/mcp", "/tools" + PATH + "/mcp", PATH + "/mcp")) {
                assertThat(document(fixture, path).text("resource"))
                        .as(path)
                        .isEqualTo("https://example.com/tools/mcp");
            }
            assertThat(document(fixture, PATH + "/tools").text("resource"))
                    .isEqualTo("https://example.com/tools/");
            assertThat(challenge(fixture, "/tools/mcp"))
                    .isEqualTo(
                            "Bearer resource_metadata=\"https://example.com/tools"
                                    + PATH
                                    + "/mcp\", scope=\"a b\"");
        }
    }

    private static String challenge(Fixture fixture, String path) {
        var client = fixture.connect();
        client.request("POST", path, "", JSON, BOTH, "content-length: 100000");
        var answer = client.answer();
        assertThat(answer.status()).isEqualTo(401);
        return String.valueOf(answer.head().header("www-authenticate"));
    }

    @ParameterizedTest
    @CsvSource({"/mcp, /mcp", "/mcp/dev, /mcp/dev", "/sse, /sse", "/, ''", "/elsewhere, ''"})
    void whoIsRefusedIsToldWhichDocument(String path, String behind) {
        try (var fixture = fixture(settings -> settings)) {
            var at = "http://127.0.0.1:" + fixture.listener.port() + PATH;
            assertThat(challenge(fixture, path))
                    .isEqualTo("Bearer resource_metadata=\"" + at + behind + "\", scope=\"a b\"");
        }
    }

    @Test
    void theListenerSaysThatItLivesToWhoeverAsks() {
        try (var fixture = fixture(settings -> settings)) {
            var client = fixture.connect();
            client.request("GET", "/healthz", "");
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/healthz/",
                "/healthz/../mcp",
                "/mcp?/healthz",
                "/.well-known/oauth-protected-resource/../../mcp",
                "/.well-known/oauth-protected-resource/mcp/a/b",
                "/.well-known/oauth-protected-resources",
                "/.well-known/oauth-authorization-server"
            })
    void nothingElseIsOpen(String path) {
        try (var fixture = fixture(settings -> settings)) {
            var client = fixture.connect();
            client.request("GET", path, "", "accept: text/event-stream");
            assertThat(client.answer().status()).as(path).isEqualTo(401);
        }
    }

    @Test
    void withoutTokensThereIsNoDocument() {
        try (var fixture = new Fixture()) {
            var client = fixture.connect();
            client.request("GET", PATH, "");
            assertThat(client.answer().status()).isEqualTo(404);
        }
    }

    @Test
    void pagesOfAllowedOriginsMayReadItAndOthersMayNot() {
        var page = Set.of("https://app.example.com");
        try (var fixture = fixture(settings -> settings.withAllowedOrigins(page))) {
            var client = fixture.connect();
            client.request("GET", PATH + "/mcp", "", "origin: https://app.example.com");
            assertThat(client.answer().head().header("access-control-allow-origin"))
                    .isEqualTo("https://app.example.com");
            client.request(
                    "OPTIONS",
                    PATH + "/mcp",
                    "",
                    "origin: https://app.example.com",
                    "access-control-request-method: GET");
            assertThat(client.answer().head().header("access-control-allow-methods"))
                    .isEqualTo("GET");
            var foreign = fixture.connect();
            foreign.request("GET", PATH + "/mcp", "", "origin: https://evil.example.com");
            assertThat(foreign.answer().status()).isEqualTo(403);
        }
    }

    @Test
    void itIsOnlyRead() {
        try (var fixture = fixture(settings -> settings)) {
            var client = fixture.connect();
            client.request("POST", PATH, "{}", JSON);
            assertThat(client.answer().status()).isEqualTo(405);
        }
    }
}
