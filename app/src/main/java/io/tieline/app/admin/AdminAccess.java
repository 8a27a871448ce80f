package io.tieline.app.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the admin address: only under its own names, only its own pages, and with its token
 * if it has one. A page whose name was rebound to this machine still sends its own name as {@code
 * Host} and as {@code Origin}. Immutable.
 */
final class AdminAccess {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
    private static final String BEARER = "Bearer ";

    private final Set<String> hosts = new HashSet<>(LOOPBACK);
    private final AdminSettings settings;

    /** Why a caller may not. */
    record Refused(int status, String why) {}

    AdminAccess(AdminSettings settings, InetSocketAddress bound) {
        this.settings = settings;
        var own = bound.getAddress();
        if (!own.isAnyLocalAddress()) {
            hosts.add(literal(bound));
            hosts.add(lower(settings.address().getHostString()));
        }
        settings.hosts().forEach(host -> hosts.add(lower(host)));
    }

    private static String literal(InetSocketAddress address) {
        var text = lower(address.getAddress().getHostAddress());
        return address.getAddress() instanceof Inet6Address ? "[" + text + "]" : text;
    }

    /** Why this request is refused, whoever sends it; null if it may pass. */
    @Nullable Refused refusal(Headers headers, InetSocketAddress local) {
        var foreign = foreign(headers, local);
        var token = settings.token();
        if (foreign != null || token == null || isRight(token, one(headers.get("Authorization")))) {
            return foreign;
        }
        return new Refused(401, "Send the token as Authorization: Bearer TOKEN");
    }

    /** Why a request is refused that needs no token; null if it may pass. */
    @Nullable Refused foreign(Headers headers, InetSocketAddress local) {
        var host = one(headers.get("Host"));
        if (host == null || !isOwn(host, local)) {
            return new Refused(
                    403, "This is not a name of the admin address; call it by its address");
        }
        if (!isOwnPage(headers, host)) {
            return new Refused(403, "Pages of another origin may not use the admin address");
        }
        return null;
    }

    private static @Nullable String one(@Nullable List<String> values) {
        return values == null || values.size() != 1 ? null : values.getFirst();
    }

    private boolean isOwn(String host, InetSocketAddress local) {
        var parts = HOST.matcher(host);
        return parts.matches()
                && (hosts.contains(lower(host))
                        || hosts.contains(lower(parts.group(1)))
                        || lower(parts.group(1)).equals(literal(local)));
    }

    /** Browsers name the origin of a page, or say at least that it is a foreign one. */
    private static boolean isOwnPage(Headers headers, String host) {
        var site = one(headers.get("Sec-Fetch-Site"));
        boolean isForeign = site != null && !site.equals("same-origin") && !site.equals("none");
        if (!headers.containsKey("Origin")) {
            return !isForeign;
        }
        var origin = one(headers.get("Origin"));
        return origin != null && lower(origin).equals("http://" + lower(host));
    }

    private static boolean isRight(AdminSettings.Token token, @Nullable String sent) {
        return sent != null
                && sent.startsWith(BEARER)
                && MessageDigest.isEqual(
                        token.value().getBytes(UTF_8),
                        sent.substring(BEARER.length()).getBytes(UTF_8));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
