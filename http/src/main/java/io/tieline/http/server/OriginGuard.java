package io.tieline.http.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may call: the names under which this listener answers, and the web origins whose pages may
 * use it (all revisions, "Transports", security warning).
 *
 * <p>A page whose name was rebound to this machine still sends its own name as {@code Host} and as
 * {@code Origin}. Programs send no {@code Origin}. Names are compared as they are written: a
 * trailing dot or user information makes another name.
 */
final class OriginGuard {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
    private static final AsciiString FETCH_SITE = AsciiString.cached("sec-fetch-site");

    private final Set<String> hosts = new HashSet<>(LOOPBACK);
    private final Set<String> origins = new HashSet<>();

    /** The name that passed last; any thread's. */
    private volatile String usual = "";

    private final boolean everywhere;
    private final RefusedOrigins refused;

    /**
     * The sources of a listener that is bound to this address.
     *
     * @param log is told who is refused
     */
    OriginGuard(InetSocketAddress bound, ListenerSettings settings, CountedLog log) {
        refused = new RefusedOrigins(log);
        everywhere = bound.getAddress().isAnyLocalAddress();
        // A page may have asked for 0.0.0.0 to get around the names of this machine.
        if (!everywhere) {
            hosts.add(literal(bound.getAddress()));
            hosts.add(lower(settings.address().getHostString())); // the name, if it was named
        }
        settings.allowedHosts().forEach(host -> hosts.add(lower(host)));
        var outside = PublicBase.of(settings.publicUrl()).host();
        settings.allowedOrigins().forEach(origin -> origins.add(lower(origin)));
        var tls = settings.tls() != null;
        var port = bound.getPort() == (tls ? 443 : 80) ? "" : ":" + bound.getPort();
        for (var host : hosts) {
            var ownPort = hasPort(host) ? "" : port;
            origins.add((tls ? "https://" : "http://") + host + ownPort);
        }
        if (outside != null) {
            hosts.add(outside);
        }
    }

    /**
     * Why this request is refused; null if it may pass.
     *
     * @param local the address of ours that the client has connected to
     */
    @Nullable Refusal refusal(HttpRequest request, @Nullable SocketAddress local) {
        var headers = request.headers();
        var target = RequestTarget.of(request.uri());
        if (target == null) {
            return Refusal.of(400, "The request target is neither a path nor a URL of http");
        }
        var named = headers.getAll(HttpHeaderNames.HOST);
        if (named.size() != 1) {
            return Refusal.of(400, "Send exactly one Host header");
        }
        var whole = target.authority();
        if (!isOwnName(named.getFirst(), local)) {
            return refused.host(named.getFirst());
        }
        if (whole != null && !isOwnName(whole, local)) {
            return refused.host(whole);
        }
        var from = headers.get(HttpHeaderNames.ORIGIN);
        if (from == null) {
            return isForeignPage(headers) ? refused.namelessPage() : null;
        }
        return isOwnOrigin(headers.getAll(HttpHeaderNames.ORIGIN)) ? null : refused.origin(from);
    }

    private boolean isOwnOrigin(Iterable<String> from) {
        var first = from.iterator();
        return origins.contains(lower(first.next())) && !first.hasNext();
    }

    private boolean isOwnName(String host, @Nullable SocketAddress local) {
        if (host.equals(usual)) {
            return true; // nearly every client names us in the same way
        }
        var parts = HOST.matcher(host);
        boolean own = parts.matches() && isOwnName(lower(host), lower(parts.group(1)), local);
        if (own) {
            usual = host;
        }
        return own;
    }

    /**
     * A listener on all addresses is called by the one that the client has connected to, too: a
     * page can bind its name to an address, but cannot make an address its name.
     */
    private boolean isOwnName(String host, String name, @Nullable SocketAddress local) {
        return hosts.contains(host)
                || hosts.contains(name)
                || (everywhere
                        && local instanceof InetSocketAddress at
                        && name.equals(literal(at.getAddress())));
    }

    /** An image or a script of a page elsewhere: browsers name no origin, but say this much. */
    private static boolean isForeignPage(HttpHeaders headers) {
        var site = headers.get(FETCH_SITE);
        return site != null && !site.equals("same-origin") && !site.equals("none");
    }

    /** The name or address in a {@code Host} header, without its port; null if there is none. */
    static @Nullable String nameIn(String host) {
        var parts = HOST.matcher(host);
        return parts.matches() ? parts.group(1) : null;
    }

    private static boolean hasPort(String host) {
        var parts = HOST.matcher(host);
        return parts.matches() && parts.group(2) != null;
    }

    private static String literal(InetAddress address) {
        var text = NetUtil.toAddressString(address);
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
