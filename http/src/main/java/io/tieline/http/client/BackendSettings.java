package io.tieline.http.client;

import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.session.Environment;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a server is reached; each word means what it means in the settings that users write.
 * Immutable.
 */
public record BackendSettings(
        @Nullable String name,
        Transport transport,
        Map<String, String> headers,
        @Nullable Path authorities,
        HttpBackendLimits limits,
        @Nullable Environment environment) {

    /** Which of the two transports of HTTP is spoken. */
    public enum Transport {
        AUTO,
        STREAMABLE,
        SSE
    }

    /** Names the headers, never their values. */
    @Override
    public String toString() {
        return "BackendSettings[name=%s, transport=%s, headers=%s]"
                .formatted(name, transport, headers.keySet());
    }
}
