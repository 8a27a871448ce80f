package io.tieline.http;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/**
 * The certificate with which a listener speaks TLS.
 *
 * @param chain a PEM file: the server's certificate, then the intermediate ones
 * @param key a PEM file: its private key in PKCS #8, without a passphrase
 */
public record ServerCertificate(Path chain, Path key) {

    /** Reads both files; the message of a failure names the file and the way out. */
    SslContext context() throws IOException {
        requireReadable(chain, "certificate");
        requireReadable(key, "key");
        try {
            return SslContextBuilder.forServer(chain.toFile(), key.toFile())
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IOException(
                    "The certificate "
                            + chain
                            + " and the key "
                            + key
                            + " cannot be used: both must be PEM, the key PKCS #8 without a"
                            + " passphrase (openssl pkcs8 -topk8 -nocrypt makes one)",
                    e);
        }
    }

    private static void requireReadable(Path file, String what) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("The " + what + " file " + file + " cannot be read");
        }
    }
}
