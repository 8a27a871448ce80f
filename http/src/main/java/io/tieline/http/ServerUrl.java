package io.tieline.http;

import io.tieline.http.client.BackendAddress;
import io.tieline.session.Lifetime;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.ClientTransport;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * An MCP server behind a URL, over Streamable HTTP or HTTP+SSE; see {@link HttpBackend}. Immutable.
 *
 * @param uri an absolute URL, http or https
 * @param settings how it is reached
 */
public record ServerUrl(URI uri, HttpBackendSettings settings) implements ClientTransport {

    /**
     * @throws IllegalArgumentException if the URL is not absolute, not http or https, or carries
     *     credentials
     */
    public ServerUrl {
        var _ = BackendAddress.of(uri);
    }

    /** The same server, sent this header with every request: credentials for instance. */
    public ServerUrl header(String name, String value) {
        var all = new LinkedHashMap<>(settings.headers());
        all.put(name, value);
        return settings(now -> now.withHeaders(all));
    }

    /** The same server, reached in another way: its transport, authorities, limits. */
    public ServerUrl settings(UnaryOperator<HttpBackendSettings> change) {
        return new ServerUrl(uri, change.apply(settings));
    }

    @Override
    public String name() {
        var given = settings.name();
        return given == null ? BackendAddress.of(uri).authority() : given;
    }

    @Override
    public Backend backend(Lifetime lifetime) {
        var loops = Http.loops(lifetime);
        return HttpBackend.to(
                uri, loops, settings.withEnvironment(Http.environment(loops, lifetime)));
    }

    /** Reads http and https URLs where only a URL is given. */
    public static final class Reader implements ClientTransport.Provider {

        private static final Set<String> SCHEMES = Set.of("http", "https");

        /** For {@link java.util.ServiceLoader}. */
        public Reader() {}

        @Override
        public boolean reads(String scheme) {
            return SCHEMES.contains(scheme);
        }

        @Override
        public ClientTransport to(URI uri) {
            return Http.url(uri);
        }
    }
}
