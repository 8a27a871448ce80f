package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.http.settings.HttpLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener that speaks TLS. */
final class ListenerTlsTest {

    @TempDir private static Path directory;
    private static TestCertificate certificate;
    private static ServerCertificate files;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.of(directory, "ip:127.0.0.1", "-0d");
        files = certificate.files(directory);
    }

    @Test
    void itServesJsonAndEventsOverTls() throws Exception {
        try (var fixture = new Fixture(settings -> settings.withCertificate(files));
                var client = trusting(certificate.authority(directory))) {
            assertThat(fixture.listener.uri()).hasScheme("https");
            var json = post(client, fixture, "application/json, text/event-stream");
            assertThat(json.statusCode()).isEqualTo(200);
            assertThat(json.body()).contains("\"protocolVersion\":\"2025-11-25\"");
            var events = post(client, fixture, "text/event-stream");
            assertThat(events.body()).contains("data: {\"jsonrpc\":\"2.0\",\"id\":0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /mcp HTTP/1.1\r\n\r\n", "POST /mcp HTTP/1.1\r\nHost: a\r\n"})
    void whoeverSpeaksPlainHttpIsToldThatItIsTheWrongOne(String request) {
        try (var fixture = new Fixture(settings -> settings.withCertificate(files))) {
            var client = fixture.connect();
            client.write(request);
            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("This port speaks TLS", "https://");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aClientThatDoesNotTrustUsIsNoFault() throws Exception {
        try (var fixture = new Fixture(settings -> settings.withCertificate(files));
                var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(fixture.listener.uri()).build();
            assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(SSLException.class);
            assertThat(
                            post(trusting(certificate.authority(directory)), fixture, "*/*")
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(fixture.faults).isEmpty();
        }
    }

    @Test
    void whoeverSpeaksTlsToAPlainPortIsToldThatItIsNone() {
        try (var fixture = new Fixture()) {
            var url = URI.create("https://127.0.0.1:" + fixture.listener.port() + "/mcp");
            try (var client = HttpClient.newHttpClient()) {
                var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(10)).build();
                assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
                        .isInstanceOf(SSLException.class);
            }
            var hello = fixture.connect();
            hello.write(new byte[] {22, 3, 1, 0, 100, 1, 0, 0, 96, 3, 3});
            assertThat(hello.answer().body()).contains("This port speaks plain HTTP", "http://");
            assertThat(hello.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\26\3", "\26\3\1\0\144\1\0\0"})
    void aHandshakeThatDoesNotArriveIsGivenUp(String beginning) throws Exception {
        var timers = new ManualTimers();
        try (var fixture = new Fixture(settings -> settings.withCertificate(files), timers)) {
            var client = fixture.connect();
            client.write(beginning);
            timers.awaitAlarm(HttpLimits.DEFAULT.head());
            timers.advance(HttpLimits.DEFAULT.head());
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        var missing = new ServerCertificate(directory.resolve("nowhere.pem"), files.key());
        assertThatThrownBy(missing::context)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere.pem");
    }

    @Test
    void filesThatCannotBeUsedAreNamedWithTheWayOut() throws Exception {
        var old =
                Files.writeString(
                        directory.resolve("old.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n");
        assertThatThrownBy(new ServerCertificate(files.chain(), old)::context)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(old.toString())
                .hasMessageContaining("PKCS #8");
    }

    private static HttpClient trusting(Path authority) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static HttpResponse<String> post(HttpClient client, Fixture fixture, String accept)
            throws Exception {
        var request =
                HttpRequest.newBuilder(fixture.listener.uri())
                        .timeout(Duration.ofSeconds(10))
                        .header("content-type", "application/json")
                        .header("accept", accept)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        Fixture.initialize("2025-11-25", "test")))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
