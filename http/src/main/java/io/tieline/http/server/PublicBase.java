package io.tieline.http.server;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where clients find a listener through a proxy.
 *
 * @param host the host as a {@code Host} header names it, without its port; null if clients connect
 *     directly
 * @param path begins with a slash and ends without; nothing if there is none
 * @param tls whether clients speak TLS to the proxy
 */
public record PublicBase(@Nullable String host, String path, boolean tls) {

    private static final Set<String> ENDPOINTS = Set.of("mcp", "sse", "messages");
    private static final PublicBase DIRECT = new PublicBase(null, "", false);

    /**
     * The base of this URL; null means that clients connect directly.
     *
     * @throws IllegalArgumentException if it is no http or https URL of a host, has more than a
     *     path, or names an endpoint
     */
    public static PublicBase of(@Nullable URI url) {
        if (url == null) {
            return DIRECT;
        }
        var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if ((!tls && !scheme.equals("http")) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "A public URL is whole, like https://example.com/tools");
        }
        if (url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "A public URL has nothing but scheme, host, port and path");
        }
        var path = String.valueOf(url.getRawPath()).replaceFirst("/+$", "");
        var last = path.substring(path.lastIndexOf('/') + 1);
        if (ENDPOINTS.contains(last)) {
            throw new IllegalArgumentException(
                    "A public URL is what stands before the endpoints: leave out /" + last);
        }
        return new PublicBase(url.getHost().toLowerCase(Locale.ROOT), path, tls);
    }

    /** The path as it is without a proxy in front. */
    String strip(String requested) {
        boolean within =
                !path.isEmpty()
                        && requested.startsWith(path)
                        && (requested.length() == path.length()
                                || requested.charAt(path.length()) == '/');
        if (!within) {
            return requested;
        }
        return requested.length() == path.length() ? "/" : requested.substring(path.length());
    }
}
