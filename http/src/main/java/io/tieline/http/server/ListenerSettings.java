package io.tieline.http.server;

import io.netty.handler.ssl.SslContext;
import io.tieline.http.settings.HttpLimits;
import io.tieline.http.settings.ProtectedResource;
import io.tieline.http.settings.StateCookies;
import io.tieline.http.settings.StreamSettings;
import io.tieline.session.Authentication;
import io.tieline.session.client.SessionSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a listener listens, once its certificate has been read; each word means what it means in the
 * settings that users write. Immutable.
 *
 * @param tls speaks TLS; null for plain HTTP
 */
public record ListenerSettings(
        InetSocketAddress address,
        Set<String> allowedHosts,
        Set<String> allowedOrigins,
        Set<String> allowedHeaders,
        @Nullable URI publicUrl,
        @Nullable SslContext tls,
        HttpLimits limits,
        StreamSettings streams,
        SessionSettings sessions,
        StateCookies stateCookies,
        Authentication authentication,
        @Nullable ProtectedResource resource) {}
