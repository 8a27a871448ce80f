package io.tieline.app.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code tieline.auth}: who may call. */
final class AuthReader {

    private static final List<String> KEYS = List.of("tokens");

    private AuthReader() {}

    static AuthChoices read(@Nullable Field auth) throws UsageException {
        if (auth == null) {
            return AuthChoices.NONE;
        }
        for (var key : auth.members().keySet()) {
            requireKnown(key, auth);
        }
        var tokens = auth.member("tokens");
        if (tokens == null) {
            throw auth.wrong("says nothing of who may call; add \"tokens\": \"FILE\"");
        }
        return new AuthChoices(tokens.text());
    }

    private static void requireKnown(String key, Field field) throws UsageException {
        if (!KEYS.contains(key)) {
            var nearest = Suggestions.suggestion(key, KEYS);
            throw field.wrong(
                    "has an unknown key "
                            + key
                            + (nearest.isEmpty()
                                    ? "; known are " + String.join(", ", KEYS)
                                    : nearest));
        }
    }
}
