package io.tieline.http;

import io.tieline.http.server.ListenerSettings;
import io.tieline.http.server.PublicBase;
import io.tieline.http.settings.HttpLimits;
import io.tieline.http.settings.ProtectedResource;
import io.tieline.http.settings.StateCookies;
import io.tieline.http.settings.StreamSettings;
import io.tieline.session.Authentication;
import io.tieline.session.Lifetime;
import io.tieline.session.client.ServerTransport;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link HttpListener} listens. Immutable; start from {@link #DEFAULT}, or from {@link
 * Http#http(int)}. A server is served with it: {@code server.serve(http(8080))}.
 *
 * @param address where to listen; port 0 takes a free one
 * @param allowedHosts further names under which clients may call this listener, as they stand in
 *     the {@code Host} header: {@code mcp.example.com} (on any port) or {@code
 *     mcp.example.com:8443}. The loopback names and the address itself are always allowed, on any
 *     port: a port may be forwarded, and an attacker who rebinds a name cannot make it one of these
 * @param allowedOrigins further origins of web pages that may call this listener, as they stand in
 *     the {@code Origin} header: {@code https://app.example.com}. The listener's own origins are
 *     always allowed; requests without the header do not come from a page of another origin
 * @param allowedHeaders further request headers that these pages may send, beside those of MCP and
 *     {@code Authorization}
 * @param publicUrl where clients find this listener through a proxy, without {@code /mcp}: {@code
 *     https://example.com/tools}; null if they connect directly. Its host is an allowed host.
 *     Requests whose path begins with its path are served as those without, so that a proxy may
 *     strip it or not
 * @param certificate what to speak TLS with; null for plain HTTP
 * @param limits what one connection may cost
 * @param streams how answers stream, and what is kept of them
 * @param sessions the limits of client sessions
 * @param stateCookies which clients without sessions are given a cookie by which they are
 *     recognised
 * @param authentication finds out who sends each request
 * @param resource what everybody is told of the tokens that are wanted; null where none are
 */
public record HttpSettings(
        InetSocketAddress address,
        Set<String> allowedHosts,
        Set<String> allowedOrigins,
        Set<String> allowedHeaders,
        @Nullable URI publicUrl,
        @Nullable ServerCertificate certificate,
        HttpLimits limits,
        StreamSettings streams,
        SessionSettings sessions,
        StateCookies stateCookies,
        Authentication authentication,
        @Nullable ProtectedResource resource)
        implements ServerTransport {

    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#@\\s*]+");

    /** Plain HTTP on 127.0.0.1:8808, for local clients, with the default limits. */
    public static final HttpSettings DEFAULT =
            new HttpSettings(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8808),
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    null,
                    null,
                    HttpLimits.DEFAULT,
                    StreamSettings.DEFAULT,
                    SessionSettings.DEFAULT,
                    StateCookies.NONE,
                    Authentication.NONE,
                    null);

    /**
     * @throws IllegalArgumentException if the public URL is no http or https URL of a host, has
     *     more than a path, or names an endpoint; if an allowed origin is none, such as {@code *}
     *     or one that ends with a slash
     */
    public HttpSettings {
        allowedHosts = Set.copyOf(allowedHosts);
        allowedOrigins = Set.copyOf(allowedOrigins);
        allowedHeaders = Set.copyOf(allowedHeaders);
        allowedOrigins.forEach(HttpSettings::requireOrigin);
        if (publicUrl != null) {
            PublicBase.of(publicUrl);
        }
    }

    /** What is no origin would never be equal to what a browser sends. */
    private static void requireOrigin(String origin) {
        if (!ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + origin
                            + "\" is no origin: it has a scheme and a host, and no slash at its end,"
                            + " like https://app.example.com");
        }
    }

    @Override
    public ServerTransport.Listener listen(Service service, Lifetime lifetime) throws IOException {
        return Http.listen(this, service, lifetime);
    }

    /** What the listener itself is told; reads the certificate. */
    ListenerSettings ofListener() throws IOException {
        return new ListenerSettings(
                address,
                allowedHosts,
                allowedOrigins,
                allowedHeaders,
                publicUrl,
                certificate == null ? null : certificate.context(),
                limits,
                streams,
                sessions,
                stateCookies,
                authentication,
                resource);
    }

    /** The same settings at another address. */
    public HttpSettings withAddress(InetSocketAddress other) {
        return with(draft -> draft.address = other);
    }

    /** The same settings, called by these names too. */
    public HttpSettings withAllowedHosts(Set<String> other) {
        return with(draft -> draft.allowedHosts = other);
    }

    /** The same settings, open to pages of these origins too. */
    public HttpSettings withAllowedOrigins(Set<String> other) {
        return with(draft -> draft.allowedOrigins = other);
    }

    /** The same settings, and pages of the allowed origins may send these headers too. */
    public HttpSettings withAllowedHeaders(Set<String> other) {
        return with(draft -> draft.allowedHeaders = other);
    }

    /**
     * The same settings behind a proxy; null for clients that connect directly.
     *
     * @throws IllegalArgumentException if it is no http or https URL of a host, or has more than a
     *     path
     */
    public HttpSettings withPublicUrl(@Nullable URI other) {
        return with(draft -> draft.publicUrl = other);
    }

    /** The same settings over TLS; null for plain HTTP. */
    public HttpSettings withCertificate(@Nullable ServerCertificate other) {
        return with(draft -> draft.certificate = other);
    }

    /** The same settings with other limits of a connection. */
    public HttpSettings withLimits(HttpLimits other) {
        return with(draft -> draft.limits = other);
    }

    /** The same settings with other streams. */
    public HttpSettings withStreams(StreamSettings other) {
        return with(draft -> draft.streams = other);
    }

    /** The same settings with other limits of sessions. */
    public HttpSettings withSessions(SessionSettings other) {
        return with(draft -> draft.sessions = other);
    }

    /** The same settings with a cookie for these clients without sessions. */
    public HttpSettings withStateCookies(StateCookies other) {
        return with(draft -> draft.stateCookies = other);
    }

    /** The same settings; this finds out who sends each request. */
    public HttpSettings withAuthentication(Authentication other) {
        return with(draft -> draft.authentication = other);
    }

    /** The same settings; this is told of the tokens that are wanted. Null for nothing. */
    public HttpSettings withResource(@Nullable ProtectedResource other) {
        return with(draft -> draft.resource = other);
    }

    private HttpSettings with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return new HttpSettings(
                draft.address,
                draft.allowedHosts,
                draft.allowedOrigins,
                draft.allowedHeaders,
                draft.publicUrl,
                draft.certificate,
                draft.limits,
                draft.streams,
                draft.sessions,
                draft.stateCookies,
                draft.authentication,
                draft.resource);
    }

    /** Settings of which some are about to change. */
    private static final class Draft {

        private InetSocketAddress address;
        private Set<String> allowedHosts;
        private Set<String> allowedOrigins;
        private Set<String> allowedHeaders;
        private @Nullable URI publicUrl;
        private @Nullable ServerCertificate certificate;
        private HttpLimits limits;
        private StreamSettings streams;
        private SessionSettings sessions;
        private StateCookies stateCookies;
        private Authentication authentication;
        private @Nullable ProtectedResource resource;

        Draft(HttpSettings from) {
            address = from.address;
            allowedHosts = from.allowedHosts;
            allowedOrigins = from.allowedOrigins;
            allowedHeaders = from.allowedHeaders;
            publicUrl = from.publicUrl;
            certificate = from.certificate;
            limits = from.limits;
            streams = from.streams;
            sessions = from.sessions;
            stateCookies = from.stateCookies;
            authentication = from.authentication;
            resource = from.resource;
        }
    }
}
