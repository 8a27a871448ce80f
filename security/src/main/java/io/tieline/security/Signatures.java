package io.tieline.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/** Looks at signatures of tokens (RFC 7515, section 5.2). */
final class Signatures {

    private static final int WEAKEST_RSA = 2048;
    private static final int ED25519_BYTES = 32;

    private Signatures() {}

    /** Whether this key has signed the token. A key of another kind has not. */
    static boolean isBy(JWK key, SignedJWT token) {
        try {
            var algorithm = token.getHeader().getAlgorithm();
            return switch (key) {
                case RSAKey rsa ->
                        isRsa(algorithm)
                                && rsa.size() >= WEAKEST_RSA
                                && token.verify(new RSASSAVerifier(rsa.toRSAPublicKey()));
                case ECKey elliptic ->
                        JWSAlgorithm.Family.EC.contains(algorithm)
                                && isBy(new ECDSAVerifier(elliptic.toECPublicKey()), token);
                case OctetKeyPair edwards ->
                        algorithm.equals(JWSAlgorithm.EdDSA) && isByEdwards(edwards, token);
                default -> false;
            };
        } catch (JOSEException | GeneralSecurityException | RuntimeException unfit) {
            return false;
        }
    }

    private static boolean isBy(JWSVerifier verifier, SignedJWT token) throws JOSEException {
        return verifier.supportedJWSAlgorithms().contains(token.getHeader().getAlgorithm())
                && token.verify(verifier);
    }

    private static boolean isRsa(JWSAlgorithm algorithm) {
        return JWSAlgorithm.Family.RSA.contains(algorithm);
    }

    /** RFC 8032, section 5.1.2: little endian, and in the highest bit whether x is odd. */
    private static boolean isByEdwards(OctetKeyPair key, SignedJWT token)
            throws GeneralSecurityException {
        var header = token.getHeader();
        var encoded = key.getDecodedX();
        if (!key.getCurve().getName().equals("Ed25519")
                || encoded.length != ED25519_BYTES
                || header.getCriticalParams() != null) {
            return false;
        }
        var bytes = new byte[ED25519_BYTES];
        for (int i = 0; i < ED25519_BYTES; i++) {
            bytes[i] = encoded[ED25519_BYTES - 1 - i];
        }
        boolean isOdd = bytes[0] < 0;
        bytes[0] &= 0x7f;
        var point = new EdECPoint(isOdd, new BigInteger(1, bytes));
        var spec = new EdECPublicKeySpec(NamedParameterSpec.ED25519, point);
        var signature = Signature.getInstance("Ed25519");
        signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(spec));
        signature.update(token.getSigningInput());
        return signature.verify(token.getSignature().decode());
    }
}
