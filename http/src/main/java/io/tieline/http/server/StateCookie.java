package io.tieline.http.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.tieline.session.Caller;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cookie by which a client without a session is recognised, if the listener is told to give
 * one. A name, not a credential: whoever uses it together with the principal must bind the two.
 *
 * @param value what stands for the client
 * @param isNew whether the client must be given it
 */
record StateCookie(String value, boolean isNew) {

    private static final String NAME = "tieline-state";
    private static final Pattern VALUE = Pattern.compile("[0-9a-f]{32}");
    private static final int BYTES = 16;
    private static final String[] NONE = {};

    /** The cookie that a request brings along; null if it brings none. */
    static @Nullable StateCookie of(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.COOKIE)) {
            return null;
        }
        for (var line : headers.getAll(HttpHeaderNames.COOKIE)) {
            for (var cookie : cookies(line)) {
                if (cookie.name().equals(NAME) && VALUE.matcher(cookie.value()).matches()) {
                    return new StateCookie(cookie.value(), false);
                }
            }
        }
        return null;
    }

    /** One that a client does not have yet. */
    static StateCookie fresh(RandomGenerator random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new StateCookie(HexFormat.of().formatHex(bytes), true);
    }

    /**
     * Of a line with a name that is blank, or made of control characters, the decoder takes none.
     */
    private static Set<Cookie> cookies(String line) {
        try {
            return ServerCookieDecoder.LAX.decode(line);
        } catch (IllegalArgumentException noName) {
            return Set.of();
        }
    }

    /** What the gateway is told of it. */
    Caller.Cookie asOfCaller() {
        return new Caller.Cookie(value, !isNew);
    }

    /** The headers of the answer, names and values in turn. */
    String[] headers(boolean secure) {
        if (!isNew) {
            return NONE;
        }
        var attributes = "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
        return new String[] {
            HttpHeaderNames.SET_COOKIE.toString(), NAME + "=" + value + attributes
        };
    }
}
