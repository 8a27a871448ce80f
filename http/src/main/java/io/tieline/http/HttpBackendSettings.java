package io.tieline.http;

import io.tieline.http.client.BackendSettings;
import io.tieline.http.io.HeaderRules;
import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.session.Environment;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link HttpBackend} is reached. Immutable.
 *
 * @param name what messages and logs call the backend; null means host and port of its URL
 * @param transport which of the two HTTP transports it speaks
 * @param headers what every HTTP request carries, credentials for instance; never printed
 * @param authorities a PEM file of the certificate authorities that an https backend is trusted by;
 *     null means those of the JDK
 * @param limits what it may cost
 * @param environment clock and observer; null means those of the event loops, and nobody
 */
public record HttpBackendSettings(
        @Nullable String name,
        Transport transport,
        Map<String, String> headers,
        @Nullable Path authorities,
        HttpBackendLimits limits,
        @Nullable Environment environment) {

    /** Which HTTP transport a backend speaks. */
    public enum Transport {
        /** Streamable HTTP, or HTTP+SSE if the backend refuses the former. */
        AUTO,
        /** Streamable HTTP, revisions 2025-03-26 to 2025-11-25. */
        STREAMABLE,
        /** HTTP+SSE, revision 2024-11-05; the URL is that of the event stream. */
        SSE
    }

    /** Any transport, no headers, the JDK's authorities, the default limits. */
    public static final HttpBackendSettings DEFAULT =
            new HttpBackendSettings(
                    null, Transport.AUTO, Map.of(), null, HttpBackendLimits.DEFAULT, null);

    /**
     * @throws IllegalArgumentException if a header cannot be sent, or is not for a user to set
     */
    public HttpBackendSettings {
        headers = HeaderRules.checked(headers);
    }

    /** What the links to the server are told. */
    BackendSettings ofLinks() {
        var spoken =
                switch (transport) {
                    case AUTO -> BackendSettings.Transport.AUTO;
                    case STREAMABLE -> BackendSettings.Transport.STREAMABLE;
                    case SSE -> BackendSettings.Transport.SSE;
                };
        return new BackendSettings(name, spoken, headers, authorities, limits, environment);
    }

    /** The same settings under another name. */
    public HttpBackendSettings withName(String other) {
        return new HttpBackendSettings(other, transport, headers, authorities, limits, environment);
    }

    /** The same settings with another transport. */
    public HttpBackendSettings withTransport(Transport other) {
        return new HttpBackendSettings(name, other, headers, authorities, limits, environment);
    }

    /** The same settings with other headers. */
    public HttpBackendSettings withHeaders(Map<String, String> other) {
        return new HttpBackendSettings(name, transport, other, authorities, limits, environment);
    }

    /** The same settings, trusting the authorities in this PEM file and no others. */
    public HttpBackendSettings withAuthorities(Path pem) {
        return new HttpBackendSettings(name, transport, headers, pem, limits, environment);
    }

    /** The same settings with other limits. */
    public HttpBackendSettings withLimits(HttpBackendLimits other) {
        return new HttpBackendSettings(name, transport, headers, authorities, other, environment);
    }

    /** The same settings in this environment. */
    public HttpBackendSettings withEnvironment(Environment other) {
        return new HttpBackendSettings(name, transport, headers, authorities, limits, other);
    }

    /** Names the headers, never their values. */
    @Override
    public String toString() {
        return "HttpBackendSettings[name=%s, transport=%s, headers=%s, authorities=%s, limits=%s]"
                .formatted(name, transport, new TreeMap<>(headers).keySet(), authorities, limits);
    }
}
