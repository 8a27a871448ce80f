package io.tieline.security;

import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A token of a file, as far as it is kept there. Immutable.
 *
 * @param name whose it is
 * @param sha256 of the token, in 64 hexadecimal digits in lower case
 * @param scopes what it allows
 * @param expires from when on it is good no longer; {@link Instant#MAX} for never
 */
record StaticToken(String name, String sha256, Set<String> scopes, Instant expires) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** Everybody's name where nobody is asked: it must not become somebody's. */
    private static final String NOBODYS = "local";

    /**
     * @throws IllegalArgumentException if a part of it cannot be one
     */
    StaticToken {
        requireName(name);
        if (!DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "the token of " + name + " lacks its sha256 of 64 digits (0-9, a-f)");
        }
        scopes = Set.copyOf(scopes);
        scopes.forEach(ScopeNames::require);
    }

    /**
     * Refuses what cannot be a name.
     *
     * @throws IllegalArgumentException if it cannot be one
     */
    private static void requireName(String name) {
        if (!NAME.matcher(name).matches() || name.equals(NOBODYS)) {
            throw new IllegalArgumentException(
                    name.equals(NOBODYS)
                            ? "\"local\" is the name of whoever is not asked; choose another one"
                            : "a name has at most 128 letters, digits, and . _ @ + -");
        }
    }
}
