package io.tieline.security;

import io.tieline.wire.Json;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what tokens say (RFC 7519, section 4.1). */
final class TokenClaims {

    private TokenClaims() {}

    /** The time of a claim; null if there is none. */
    static @Nullable Instant time(Json claims, String name) throws UnfitTokenException {
        var value = claims.get(name);
        if (value == null) {
            return null;
        }
        try {
            double seconds = value.isNumber() ? Double.parseDouble(value.toString()) : Double.NaN;
            if (seconds >= 0 && seconds < Instant.MAX.getEpochSecond() / 2.0) {
                return Instant.ofEpochSecond((long) seconds);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UnfitTokenException("The token's " + name + " is no time");
    }

    /** For whom it is. */
    static List<String> audiences(Json claims) {
        var audience = claims.get("aud");
        if (audience == null) {
            return List.of();
        }
        return audience.isString() ? List.of(audience.asString()) : claims.texts("aud");
    }

    /** By RFC 9068, section 2.2, by OpenID Connect, and as Microsoft wrote it first. */
    static String client(Json claims) {
        for (var name : List.of("client_id", "azp", "appid")) {
            var client = claims.text(name);
            if (client != null) {
                return client;
            }
        }
        return "";
    }

    /** By RFC 9068, section 2.2.3, and as Microsoft and Okta write them. */
    static Set<String> scopes(Json claims) {
        var scopes = new HashSet<String>();
        for (var name : List.of("scope", "scp")) {
            var claim = claims.get(name);
            if (claim != null) {
                var texts = claim.isString() ? List.of(claim.asString()) : claims.texts(name);
                texts.forEach(text -> scopes.addAll(List.of(text.strip().split(" +", -1))));
            }
        }
        scopes.remove("");
        return scopes;
    }
}
