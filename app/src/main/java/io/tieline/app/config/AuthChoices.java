package io.tieline.app.config;

import io.tieline.security.TrustedIssuer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of who may call. Immutable.
 *
 * @param tokens the file of static tokens; null for none
 * @param issuers whose tokens are believed
 * @param proxies from which addresses a proxy may say who is calling
 * @param principalHeader in which header it says so; null if none does
 */
public record AuthChoices(
        @Nullable ConfigValue tokens,
        List<TrustedIssuer> issuers,
        List<ConfigValue> proxies,
        @Nullable ConfigValue principalHeader) {

    /** Nothing said: whoever reaches the listener is its one principal. */
    public static final AuthChoices NONE = new AuthChoices(null, List.of(), List.of(), null);

    public AuthChoices {
        issuers = List.copyOf(issuers);
        proxies = List.copyOf(proxies);
    }

    /** Says whether anybody is asked who they are. */
    public boolean isAsked() {
        return !equals(NONE);
    }

    /** These, and on top of them what the command line says. */
    public AuthChoices with(Configuration said) throws UsageException {
        var named = said.one(Setting.TOKENS);
        var header = said.one(Setting.PRINCIPAL_HEADER);
        var all = new ArrayList<>(proxies);
        all.addAll(said.all(Setting.TRUST_PROXY));
        return new AuthChoices(
                named == null ? tokens : named,
                issuers(said),
                all,
                header == null ? principalHeader : header);
    }

    private List<TrustedIssuer> issuers(Configuration said) throws UsageException {
        var all = new ArrayList<>(issuers);
        var audiences = new HashSet<String>();
        for (var audience : said.all(Setting.AUTH_AUDIENCE)) {
            if (!said.has(Setting.AUTH_ISSUER)) {
                throw audience.wrong(
                        "there is no issuer whose tokens it is of; add --auth-issuer URL");
            }
            audiences.add(audience.value());
        }
        for (var given : said.all(Setting.AUTH_ISSUER)) {
            try {
                all.add(TrustedIssuer.of(given.value()).withAudiences(audiences));
            } catch (IllegalArgumentException wrong) {
                throw given.wrong(String.valueOf(wrong.getMessage()));
            }
        }
        return all;
    }
}
