package io.tieline.security;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Which audiences mean this server: the public URL, and the address of each path below it (RFC
 * 8707, section 2; revision 2025-11-25, "Canonical Server URI"). Without a public URL none does,
 * since what stands in {@code Host} is chosen by whoever asks. Immutable.
 *
 * @param url where clients find the server, without {@code /mcp}; null if nobody says
 */
public record OwnAddress(@Nullable URI url) {

    /**
     * Whether a token for this audience is for what is asked for.
     *
     * @param path what is asked for, with or without that of the public URL
     */
    boolean isMeant(String audience, String path) {
        if (url == null) {
            return false;
        }
        var base = url.toString().replaceFirst("/+$", "");
        if (!audience.startsWith(base)) {
            return false;
        }
        var rest = audience.substring(base.length());
        if (rest.isEmpty() || rest.equals("/")) {
            return true;
        }
        var own = URI.create(base).getRawPath();
        var inner =
                !own.isEmpty() && path.startsWith(own + "/") ? path.substring(own.length()) : path;
        return withoutSlash(rest).equals(withoutSlash(inner));
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
