package io.tieline.security;

import io.tieline.session.Authentication;
import io.tieline.session.Identity;
import io.tieline.session.Principal;
import io.tieline.wire.Json;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Believes a proxy in front that says in a header who sends a request. What others say in it is not
 * looked at: they are asked in another way, or refused if there is none. Immutable.
 */
public final class ProxyAuthentication implements Authentication {

    /** Who vouches for names that come by a proxy. */
    public static final String ISSUER = "proxy";

    private static final int LONGEST_NAME = 256;

    private final List<AddressRange> proxies;
    private final String header;
    private final @Nullable Authentication others;

    /**
     * @param proxies from where the header is believed
     * @param header its name
     * @param others asks everybody else; null if nobody else may call
     */
    public ProxyAuthentication(
            List<AddressRange> proxies, String header, @Nullable Authentication others) {
        this.proxies = List.copyOf(proxies);
        this.header = header.toLowerCase(Locale.ROOT);
        this.others = others;
    }

    @Override
    public void decide(RequestHead head, Consumer<Identity> decided) {
        var name = isByProxy(head.peer()) ? head.headers().get(header) : null;
        if (name != null) {
            decided.accept(named(name.strip()));
        } else if (others != null) {
            others.decide(head, decided);
        } else {
            decided.accept(
                    new Identity.Refused(
                            403, "", "Only the proxy in front may call, and says who is calling"));
        }
    }

    /** A header that is there twice has a comma between: of two names nobody knows which counts. */
    private static Identity named(String name) {
        boolean fits =
                !name.isEmpty()
                        && name.length() <= LONGEST_NAME
                        && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ',');
        return fits
                ? new Identity.Known(new Principal(ISSUER, name, Set.of(), Json.EMPTY_OBJECT))
                : new Identity.Refused(
                        403, "", "The proxy's name for the caller is empty, or no single name");
    }

    private boolean isByProxy(String peer) {
        var address = address(peer);
        return address != null && proxies.stream().anyMatch(range -> range.contains(address));
    }

    /** The address in {@code /192.0.2.1:50123} or {@code /[::1]:50123}; null if there is none. */
    private static @Nullable InetAddress address(String peer) {
        int begin = peer.lastIndexOf('/') + 1;
        int end = peer.lastIndexOf(':');
        if (end <= begin) {
            return null;
        }
        var text = peer.substring(begin, end).replace("[", "").replace("]", "");
        int zone = text.indexOf('%');
        try {
            return InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone));
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    /** Its text names the header. */
    @Override
    public String toString() {
        return "ProxyAuthentication by " + header;
    }
}
