package io.tieline.app.config;

import io.tieline.security.TrustedIssuer;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code tieline.auth}: who may call. */
final class AuthReader {

    private static final List<String> KEYS =
            List.of("tokens", "issuers", "trustProxy", "principalHeader");
    private static final List<String> OF_ISSUER =
            List.of(
                    "issuer",
                    "audiences",
                    "algorithms",
                    "principalClaim",
                    "type",
                    "jwks",
                    "private");

    private AuthReader() {}

    static AuthChoices read(@Nullable Field auth) throws UsageException {
        if (auth == null) {
            return AuthChoices.NONE;
        }
        requireKnown(auth, KEYS);
        var tokens = auth.member("tokens");
        var issuers = auth.member("issuers");
        var proxies = auth.member("trustProxy");
        var header = auth.member("principalHeader");
        var choices =
                new AuthChoices(
                        tokens == null ? null : tokens.text(),
                        issuers == null ? List.of() : issuers(issuers),
                        proxies == null ? List.of() : proxies.texts(),
                        header == null ? null : header.text());
        if (!choices.isAsked()) {
            throw auth.wrong("says nothing of who may call; add \"tokens\": \"FILE\"");
        }
        return choices;
    }

    private static List<TrustedIssuer> issuers(Field field) throws UsageException {
        var issuers = new ArrayList<TrustedIssuer>();
        for (var element : field.elements()) {
            issuers.add(issuer(element));
        }
        return issuers;
    }

    private static TrustedIssuer issuer(Field field) throws UsageException {
        requireKnown(field, OF_ISSUER);
        var issuer = field.member("issuer");
        if (issuer == null) {
            throw field.wrong("lacks its \"issuer\", the URL that stands in its tokens as iss");
        }
        var claim = text(field, "principalClaim");
        var keys = text(field, "jwks");
        var isPrivate = field.member("private");
        try {
            return new TrustedIssuer(
                    issuer.text().value(),
                    texts(field, "audiences", Set.of()),
                    texts(field, "algorithms", Set.copyOf(TrustedIssuer.ALGORITHMS)),
                    claim == null ? "sub" : claim,
                    text(field, "type"),
                    keys == null ? null : URI.create(keys),
                    isPrivate != null && isPrivate.flag());
        } catch (IllegalArgumentException wrong) {
            throw field.wrong(String.valueOf(wrong.getMessage()));
        }
    }

    private static @Nullable String text(Field field, String key) throws UsageException {
        var member = field.member(key);
        return member == null ? null : member.text().value();
    }

    private static Set<String> texts(Field field, String key, Set<String> otherwise)
            throws UsageException {
        var member = field.member(key);
        if (member == null) {
            return otherwise;
        }
        var texts = new HashSet<String>();
        member.texts().forEach(text -> texts.add(text.value()));
        return texts;
    }

    private static void requireKnown(Field field, List<String> keys) throws UsageException {
        for (var key : field.members().keySet()) {
            if (!keys.contains(key)) {
                var nearest = Suggestions.suggestion(key, keys);
                throw field.wrong(
                        "has an unknown key "
                                + key
                                + (nearest.isEmpty()
                                        ? "; known are " + String.join(", ", keys)
                                        : nearest));
            }
        }
    }
}
