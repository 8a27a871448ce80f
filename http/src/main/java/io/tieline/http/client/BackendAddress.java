package io.tieline.http.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a backend is: the origin that its connections go to, and one resource of that origin.
 *
 * @param tls whether the origin speaks {@code https}
 * @param host in lower case; an IPv6 address without its brackets
 * @param port the port, also when it is the scheme's own
 * @param target path and query as they go on the request line
 */
public record BackendAddress(boolean tls, String host, int port, String target) {

    /**
     * The address of a URL from a configuration.
     *
     * @throws IllegalArgumentException if it is no absolute http or https URL, or carries a user
     */
    public static BackendAddress of(URI uri) {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(
                    "A backend's URL begins with http:// or https://; this one does not: "
                            + withoutSecrets(uri));
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "The URL names no host, or one that is not spelled in ASCII: "
                            + withoutSecrets(uri));
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "Put credentials into the headers of backend "
                            + uri.getHost()
                            + ", not into its URL");
        }
        boolean tls = scheme.equals("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        return new BackendAddress(tls, bare(uri.getHost()), port, targetOf(uri));
    }

    /** Where this reference leads, seen from here; null if it leaves the origin or is no URL. */
    @Nullable BackendAddress at(String reference) {
        try {
            var uri = resolve(reference.strip());
            var there = of(uri);
            return there.origin().equals(origin()) ? there : null;
        } catch (URISyntaxException | IllegalArgumentException elsewhere) {
            return null;
        }
    }

    /** As RFC 3986 says; {@link URI#resolve} takes the folder where there is a query alone. */
    private URI resolve(String reference) throws URISyntaxException {
        int query = target.indexOf('?');
        return reference.startsWith("?")
                ? new URI(origin() + (query < 0 ? target : target.substring(0, query)) + reference)
                : new URI(origin() + target).resolve(new URI(reference));
    }

    /** How a place that is perhaps none of ours is shown in a message: without its secrets. */
    static String shown(String reference) {
        try {
            var uri = new URI(reference.strip());
            return uri.isAbsolute() ? of(uri).toString() : uri.getRawPath();
        } catch (URISyntaxException | IllegalArgumentException unreadable) {
            return "another place";
        }
    }

    /** What the {@code Host} header carries. */
    public String authority() {
        var name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    private String origin() {
        return (tls ? "https://" : "http://") + authority();
    }

    /** For messages: without the query, in which people keep keys. */
    @Override
    public String toString() {
        int query = target.indexOf('?');
        return origin() + (query < 0 ? target : target.substring(0, query));
    }

    private static String targetOf(URI uri) {
        var path = uri.getRawPath();
        var target = path == null || path.isEmpty() ? "/" : path;
        var query = uri.getRawQuery();
        // toASCIIString escapes what java.net.URI lets through and a request line may not carry.
        return URI.create(query == null ? target : target + "?" + query).toASCIIString();
    }

    private static String bare(String host) {
        var name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    private static String withoutSecrets(URI uri) {
        return uri.getRawAuthority() == null || uri.getRawUserInfo() != null
                ? String.valueOf(uri.getScheme())
                : uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
