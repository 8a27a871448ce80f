package io.tieline.http.client;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.tieline.http.io.Causes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS towards one backend: its certificate and its host name are always checked. */
final class ClientTls {

    private final SslContext context;
    private final BackendAddress address;

    private ClientTls(SslContext context, BackendAddress address) {
        this.context = context;
        this.address = address;
    }

    /**
     * @param authorities a PEM file; null means the authorities that the JDK trusts
     * @throws IllegalArgumentException if that file cannot be read or holds no certificate
     */
    static ClientTls of(BackendAddress address, @Nullable Path authorities) {
        var builder =
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.JDK)
                        .endpointIdentificationAlgorithm("HTTPS");
        if (authorities != null) {
            builder.trustManager(certificates(authorities));
        }
        try {
            return new ClientTls(builder.build(), address);
        } catch (SSLException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + Causes.innermost(e), e);
        }
    }

    SslHandler handler(ByteBufAllocator allocator, Duration limit) {
        var handler = context.newHandler(allocator, address.host(), address.port());
        handler.setHandshakeTimeoutMillis(limit.toMillis());
        return handler;
    }

    private static X509Certificate[] certificates(Path pem) {
        try (var in = Files.newInputStream(pem)) {
            var found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toArray(X509Certificate[]::new);
            if (found.length == 0) {
                throw new IllegalArgumentException("The file " + pem + " holds no certificate");
            }
            return found;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The certificate authorities in " + pem + " cannot be read", e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    "The file " + pem + " holds no certificates in PEM form", e);
        }
    }
}
