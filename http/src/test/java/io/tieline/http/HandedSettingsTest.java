package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.http.client.BackendSettings;
import io.tieline.http.server.ListenerSettings;
import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.http.settings.HttpLimits;
import io.tieline.http.settings.ProtectedResource;
import io.tieline.http.settings.StateCookies;
import io.tieline.http.settings.StreamSettings;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.client.SessionSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program writes reaches the half of HTTP that acts on it, whole and unchanged. */
final class HandedSettingsTest {

    /** Each value by the name of its component. */
    private static Map<String, Object> values(Record settings) throws ReflectiveOperationException {
        var values = new TreeMap<String, Object>();
        for (RecordComponent each : settings.getClass().getRecordComponents()) {
            each.getAccessor().setAccessible(true);
            values.put(each.getName(), String.valueOf(each.getAccessor().invoke(settings)));
        }
        return values;
    }

    private static List<String> names(Class<? extends Record> type) {
        var names = new ArrayList<String>();
        for (RecordComponent each : type.getRecordComponents()) {
            names.add(each.getName());
        }
        return names;
    }

    private static final HttpSettings OTHER =
            HttpSettings.DEFAULT
                    .withAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))
                    .withAllowedHosts(Set.of("mcp.example.com"))
                    .withAllowedOrigins(Set.of("https://app.example.com"))
                    .withAllowedHeaders(Set.of("x-trace"))
                    .withPublicUrl(URI.create("https://example.com/tools"))
                    .withLimits(HttpLimits.DEFAULT.withConnections(7))
                    .withStreams(StreamSettings.DEFAULT.withRetry(Duration.ofSeconds(7)))
                    .withSessions(SessionSettings.DEFAULT)
                    .withStateCookies(StateCookies.ALWAYS)
                    .withAuthentication((head, inquiry) -> {})
                    .withResource(new ProtectedResource(List.of("https://login"), List.of("x")));

    @Test
    void aListenerIsToldEverySetting() throws Exception {
        var written = values(OTHER);
        var told = values(OTHER.ofListener());
        written.remove("certificate");
        told.remove("tls");
        assertThat(told).isEqualTo(written);
    }

    @Test
    void whatAProgramWritesHasTheSameNameInside() {
        assertThat(names(ListenerSettings.class))
                .isEqualTo(
                        names(HttpSettings.class).stream()
                                .map(name -> name.equals("certificate") ? "tls" : name)
                                .toList());
        assertThat(names(BackendSettings.class)).isEqualTo(names(HttpBackendSettings.class));
    }

    @Test
    void aCertificateThatCannotBeReadIsToldBeforeAnybodyListens() {
        var missing = new ServerCertificate(Path.of("no-such.pem"), Path.of("no-such.key"));
        assertThatThrownBy(() -> OTHER.withCertificate(missing).ofListener())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such.pem cannot be read");
    }

    @ParameterizedTest
    @EnumSource
    void linksAreToldEverySetting(HttpBackendSettings.Transport transport) throws Exception {
        try (var loops = EventLoops.open(1)) {
            var world = new Environment(loops.timers(), new SecureRandom(), Observer.NONE);
            var written =
                    HttpBackendSettings.DEFAULT
                            .withName("name")
                            .withTransport(transport)
                            .withHeaders(Map.of("x-key", "1"))
                            .withAuthorities(Path.of("authorities.pem"))
                            .withLimits(HttpBackendLimits.DEFAULT.withRequests(3, 4))
                            .withEnvironment(world);
            assertThat(values(written.ofLinks())).isEqualTo(values(written));
        }
    }

    @Test
    void headersOfABackendAreNeverPrinted() {
        var secret = HttpBackendSettings.DEFAULT.withHeaders(Map.of("x-key", "secret"));
        assertThat(secret.ofLinks().toString()).contains("x-key").doesNotContain("secret");
    }
}
