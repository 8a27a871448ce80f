package io.tieline.security;

import io.tieline.security.TokenVerifier.Verdict;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were found good, so that each is verified once. Two tables of a bounded size: when
 * the younger one is full it becomes the older one, whose tokens are forgotten if nobody has used
 * them meanwhile. Safe for use by several threads.
 */
final class RememberedTokens {

    private static final int MOST = 1024;
    private static final int LONGEST = 8 * 1024;

    private volatile Map<String, Verdict.Accepted> young = new ConcurrentHashMap<>();
    private volatile Map<String, Verdict.Accepted> old = Map.of();

    /** What was found of a token; null if it is not remembered. */
    Verdict.@Nullable Accepted get(String token) {
        var found = young.get(token);
        if (found == null) {
            found = old.get(token);
            if (found != null) {
                put(token, found);
            }
        }
        return found;
    }

    /** Remembers what was found of a token, unless it is too long for that. */
    void put(String token, Verdict.Accepted found) {
        if (token.length() > LONGEST) {
            return;
        }
        if (young.size() >= MOST) {
            turn();
        }
        young.put(token, found);
    }

    private synchronized void turn() {
        if (young.size() >= MOST) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }

    /** Forgets one. */
    void remove(String token) {
        young.remove(token);
        if (old.containsKey(token)) {
            old.remove(token);
        }
    }
}
