package io.tieline.http.client;

import io.netty.handler.ssl.NotSslRecordException;
import io.tieline.http.io.Causes;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** Says what a failed TLS handshake means for the one who configured the backend. */
final class TlsFault {

    private TlsFault() {}

    static String explain(SSLException fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case NotSslRecordException e -> {
                    return "it does not speak TLS; if it speaks plain HTTP, its URL begins with http://";
                }
                case CertificateExpiredException e -> {
                    return "its certificate has expired";
                }
                case CertificateNotYetValidException e -> {
                    return "its certificate is not valid yet";
                }
                case CertPathBuilderException e -> {
                    return UNTRUSTED;
                }
                case CertPathValidatorException e
                        when !(e.getCause() instanceof CertificateException) -> {
                    return UNTRUSTED;
                }
                case CertificateException e when e.getCause() == null -> {
                    return "its certificate is not for this host ("
                            + e.getMessage()
                            + "); correct the URL or the certificate";
                }
                default -> {
                    // What matters lies deeper.
                }
            }
        }
        return "TLS cannot be agreed upon ("
                + Causes.innermost(fault)
                + "); if it speaks plain HTTP, its URL begins with http://";
    }

    private static final String UNTRUSTED =
            "its certificate is self-signed, or comes from an authority that is not trusted; if it is"
                    + " the right one, name the PEM file of that certificate or authority with --ca"
                    + " (in Java, HttpBackendSettings.withAuthorities)";
}
