package io.tieline.security;

/** The words of authorization servers for what a token allows (RFC 6749, section 3.3). */
final class ScopeNames {

    private ScopeNames() {}

    /**
     * Refuses what cannot be one.
     *
     * @throws IllegalArgumentException if it cannot be a scope
     */
    static void require(String scope) {
        boolean fits =
                !scope.isEmpty()
                        && scope.chars()
                                .allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\');
        if (!fits) {
            throw new IllegalArgumentException(
                    "\"" + scope + "\" is no scope: it has visible ASCII without quotes");
        }
    }
}
