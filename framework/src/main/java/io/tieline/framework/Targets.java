package io.tieline.framework;

import io.tieline.session.Lifetime;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.ClientTransport;
import io.tieline.session.backend.InProcess;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.function.Function;

/** The servers that a client or a proxy can be made for, from what a user calls them by. */
final class Targets {

    private Targets() {}

    static Function<Lifetime, Backend> of(Service service) {
        return lifetime ->
                new InProcess(
                        "in-process", service, SessionSettings.DEFAULT, lifetime.environment());
    }

    /**
     * The server behind a URL.
     *
     * @throws IllegalArgumentException if it is none, or no transport for it is there
     */
    static ClientTransport of(URI uri) {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        for (var provider : ServiceLoader.load(ClientTransport.Provider.class)) {
            if (provider.reads(scheme)) {
                return provider.to(uri);
            }
        }
        if (scheme.equals("http") || scheme.equals("https")) {
            throw new IllegalArgumentException(
                    "Nothing here speaks HTTP: add the dependency tieline-http (module"
                            + " io.tieline.http)");
        }
        throw noUrl(uri.toString());
    }

    /**
     * The server behind a URL.
     *
     * @throws IllegalArgumentException if the text is none, or no transport for it is there
     */
    static ClientTransport of(String url) {
        try {
            return of(new URI(url));
        } catch (URISyntaxException e) {
            throw noUrl(url);
        }
    }

    private static IllegalArgumentException noUrl(String text) {
        return new IllegalArgumentException(
                "\""
                        + text
                        + "\" is no URL that begins with http:// or https://; a program is named"
                        + " by command(\"npx\", \"-y\", …) of io.tieline.stdio.Stdio");
    }
}
