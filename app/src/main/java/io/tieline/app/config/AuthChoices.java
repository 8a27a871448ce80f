package io.tieline.app.config;

import org.jspecify.annotations.Nullable;

/**
 * What is said of who may call. Immutable.
 *
 * @param tokens the file of static tokens; null for none
 */
public record AuthChoices(@Nullable ConfigValue tokens) {

    /** Nothing said: whoever reaches the listener is its one principal. */
    public static final AuthChoices NONE = new AuthChoices(null);

    /** Whether anybody is asked who they are. */
    public boolean isAsked() {
        return !equals(NONE);
    }

    /** These, and on top of them what the command line says. */
    public AuthChoices with(Configuration said) {
        var named = said.one(Setting.TOKENS);
        return new AuthChoices(named == null ? tokens : named);
    }
}
