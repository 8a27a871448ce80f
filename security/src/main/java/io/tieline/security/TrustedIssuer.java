package io.tieline.security;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server whose tokens are believed. Immutable.
 *
 * @param issuer its URL, exactly as it stands in {@code iss} of its tokens
 * @param audiences what {@code aud} may be: who is meant by a token of one of these is we. Empty
 *     for the address of what is asked for
 * @param algorithms by which its tokens may be signed, as JOSE names them (RFC 7518, RFC 8037)
 * @param principalClaim the claim that says whose a token is; unique with its issuer
 * @param type what {@code typ} of a token must be, such as {@code at+jwt} (RFC 9068); null if that
 *     does not matter
 * @param keys where its keys are; null for where its metadata says
 * @param isPrivate whether it may be reached at an address of a private network
 */
public record TrustedIssuer(
        String issuer,
        Set<String> audiences,
        Set<String> algorithms,
        String principalClaim,
        @Nullable String type,
        @Nullable URI keys,
        boolean isPrivate) {

    /** All that may be named: keys are public, so whoever has them can sign by no algorithm. */
    public static final List<String> ALGORITHMS =
            List.of(
                    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
                    "EdDSA");

    /**
     * @throws IllegalArgumentException if the issuer or the place of its keys is no https URL (http
     *     on loopback), or an algorithm is none of {@link #ALGORITHMS}; the message says what to do
     */
    public TrustedIssuer {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        Egress.requireSafe(issuer);
        if (keys != null) {
            Egress.requireSafe(keys.toString());
        }
        for (var algorithm : algorithms) {
            if (!ALGORITHMS.contains(algorithm)) {
                throw new IllegalArgumentException(
                        "tokens signed by "
                                + algorithm
                                + " are never believed; choose of "
                                + String.join(", ", ALGORITHMS));
            }
        }
    }

    /** The same issuer, of whose tokens those for these audiences are meant. */
    public TrustedIssuer withAudiences(Set<String> other) {
        return new TrustedIssuer(issuer, other, algorithms, principalClaim, type, keys, isPrivate);
    }

    /** Tokens of this issuer, by what most servers do. */
    public static TrustedIssuer of(String issuer) {
        return new TrustedIssuer(
                issuer, Set.of(), Set.copyOf(ALGORITHMS), "sub", null, null, false);
    }
}
