package io.tieline.http;

import io.tieline.session.Lifetime;
import io.tieline.session.ServerTransport;
import io.tieline.session.Service;
import io.tieline.session.SessionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
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
 * @param certificate what to speak TLS with; null for plain HTTP
 * @param limits what one connection may cost
 * @param streams how answers stream, and what is kept of them
 * @param sessions the limits of client sessions
 * @param stateCookie whether clients without sessions are given a cookie by which they are
 *     recognised
 */
public record HttpSettings(
        InetSocketAddress address,
        Set<String> allowedHosts,
        Set<String> allowedOrigins,
        @Nullable ServerCertificate certificate,
        HttpLimits limits,
        StreamSettings streams,
        SessionSettings sessions,
        boolean stateCookie)
        implements ServerTransport {

    /** Plain HTTP on 127.0.0.1:8808, for local clients, with the default limits. */
    public static final HttpSettings DEFAULT =
            new HttpSettings(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8808),
                    Set.of(),
                    Set.of(),
                    null,
                    HttpLimits.DEFAULT,
                    StreamSettings.DEFAULT,
                    SessionSettings.DEFAULT,
                    false);

    public HttpSettings {
        allowedHosts = Set.copyOf(allowedHosts);
        allowedOrigins = Set.copyOf(allowedOrigins);
    }

    @Override
    public ServerTransport.Listener listen(Service service, Lifetime lifetime) throws IOException {
        return Http.listen(this, service, lifetime);
    }

    /** The same settings at another address. */
    public HttpSettings withAddress(InetSocketAddress other) {
        return new HttpSettings(
                other,
                allowedHosts,
                allowedOrigins,
                certificate,
                limits,
                streams,
                sessions,
                stateCookie);
    }

    /** The same settings, called by these names too. */
    public HttpSettings withAllowedHosts(Set<String> other) {
        return new HttpSettings(
                address,
                other,
                allowedOrigins,
                certificate,
                limits,
                streams,
                sessions,
                stateCookie);
    }

    /** The same settings, open to pages of these origins too. */
    public HttpSettings withAllowedOrigins(Set<String> other) {
        return new HttpSettings(
                address, allowedHosts, other, certificate, limits, streams, sessions, stateCookie);
    }

    /** The same settings over TLS; null for plain HTTP. */
    public HttpSettings withCertificate(@Nullable ServerCertificate other) {
        return new HttpSettings(
                address,
                allowedHosts,
                allowedOrigins,
                other,
                limits,
                streams,
                sessions,
                stateCookie);
    }

    /** The same settings with other limits of a connection. */
    public HttpSettings withLimits(HttpLimits other) {
        return new HttpSettings(
                address,
                allowedHosts,
                allowedOrigins,
                certificate,
                other,
                streams,
                sessions,
                stateCookie);
    }

    /** The same settings with other streams. */
    public HttpSettings withStreams(StreamSettings other) {
        return new HttpSettings(
                address,
                allowedHosts,
                allowedOrigins,
                certificate,
                limits,
                other,
                sessions,
                stateCookie);
    }

    /** The same settings with other limits of sessions. */
    public HttpSettings withSessions(SessionSettings other) {
        return new HttpSettings(
                address,
                allowedHosts,
                allowedOrigins,
                certificate,
                limits,
                streams,
                other,
                stateCookie);
    }

    /** The same settings with a cookie for clients without sessions, or without. */
    public HttpSettings withStateCookie(boolean other) {
        return new HttpSettings(
                address,
                allowedHosts,
                allowedOrigins,
                certificate,
                limits,
                streams,
                sessions,
                other);
    }
}
