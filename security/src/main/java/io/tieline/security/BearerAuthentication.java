package io.tieline.security;

import io.tieline.security.TokenVerifier.Verdict;
import io.tieline.session.Authentication;
import io.tieline.session.Identity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Lets in whoever brings a bearer token that one of several verifiers knows (RFC 6750; revision
 * 2025-11-25, "Authorization", access token usage). A token is looked for in the header {@code
 * Authorization} and nowhere else. Immutable, and as safe for use by several threads as its
 * verifiers.
 */
public final class BearerAuthentication implements Authentication {

    private static final String SCHEME = "bearer";
    private static final int UNAUTHENTICATED = 401;
    private static final int UNAVAILABLE = 503;
    private static final int LONGEST_TOKEN = 16 * 1024;

    private final List<TokenVerifier> verifiers;
    private final String scope;
    private final InstantSource clock;

    /**
     * @param verifiers who are asked in this order until one knows the token
     * @param scopes what a client should ask its authorization server for; may be empty
     * @param clock says how long a token is still good
     * @throws IllegalArgumentException if one of them cannot be a scope
     */
    public BearerAuthentication(
            List<TokenVerifier> verifiers, Set<String> scopes, InstantSource clock) {
        this.clock = clock;
        this.verifiers = List.copyOf(verifiers);
        scopes.forEach(ScopeNames::require);
        this.scope = String.join(" ", new TreeSet<>(scopes));
    }

    @Override
    public void decide(RequestHead head, Consumer<Identity> decided) {
        var credentials = head.headers().get("authorization");
        var token = credentials == null ? "" : token(credentials);
        if (token.isEmpty()) {
            decided.accept(
                    new Identity.Refused(
                            UNAUTHENTICATED,
                            challenge(""),
                            "Say who you are; send Authorization: Bearer TOKEN"));
        } else if (!isWellFormed(token)) {
            decided.accept(rejected("The token is none: it has characters that no token has"));
        } else {
            ask(0, token, head, decided);
        }
    }

    private void ask(int index, String token, RequestHead head, Consumer<Identity> decided) {
        if (index == verifiers.size()) {
            decided.accept(rejected("Nobody here knows this token"));
            return;
        }
        verifiers
                .get(index)
                .verify(
                        token,
                        head,
                        verdict -> {
                            switch (verdict) {
                                case Verdict.Accepted good -> decided.accept(known(good));
                                case Verdict.Unavailable(var reason) ->
                                        decided.accept(
                                                new Identity.Refused(UNAVAILABLE, "", reason));
                                case Verdict.Rejected(var reason) ->
                                        decided.accept(rejected(reason));
                                case Verdict.Unknown _ -> ask(index + 1, token, head, decided);
                            }
                        });
    }

    private Identity known(Verdict.Accepted good) {
        return good.expires().equals(Instant.MAX)
                ? new Identity.Known(good.principal())
                : new Identity.Known(
                        good.principal(), Duration.between(clock.instant(), good.expires()));
    }

    /** What stands behind the scheme; nothing if it is another one. */
    private static String token(String credentials) {
        int end = credentials.indexOf(' ');
        var scheme = end < 0 ? credentials : credentials.substring(0, end);
        return end >= 0 && scheme.equalsIgnoreCase(SCHEME)
                ? credentials.substring(end + 1).strip()
                : "";
    }

    /** RFC 6750, section 2.1. */
    private static boolean isWellFormed(String token) {
        if (token.length() > LONGEST_TOKEN) {
            return false;
        }
        int end = token.length();
        while (end > 0 && token.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            char c = token.charAt(i);
            boolean isPlain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-._~+/".indexOf(c) >= 0;
            if (!isPlain) {
                return false;
            }
        }
        return end > 0;
    }

    private Identity.Refused rejected(String reason) {
        return new Identity.Refused(UNAUTHENTICATED, challenge("error=\"invalid_token\""), reason);
    }

    private String challenge(String error) {
        var wanted = scope.isEmpty() ? "" : "scope=\"" + scope + "\"";
        var separator = error.isEmpty() || wanted.isEmpty() ? "" : ", ";
        return ("Bearer " + error + separator + wanted).strip();
    }

    /** Its text names nothing. */
    @Override
    public String toString() {
        return "BearerAuthentication";
    }
}
