package io.tieline.http;

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
                + "); check that the URL should begin with https";
    }

    private static final String UNTRUSTED =
            "its certificate comes from an authority that is not trusted; name a file with the"
                    + " right authority";
}
