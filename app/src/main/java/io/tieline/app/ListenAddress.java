package io.tieline.app;

import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.UsageException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Reads {@code HOST:PORT}, or says in one sentence what is wrong with it. */
final class ListenAddress {

    private static final Pattern ADDRESS = Pattern.compile("(\\[[^]]+]|[^:\\[\\]]+):(\\d{1,5})");
    private static final Pattern PORT_ALONE = Pattern.compile("[*]?:?(\\d{1,5})");
    private static final Pattern HOST_ALONE = Pattern.compile("\\[[^]]+]|[^:\\[\\]/]+");
    private static final Pattern NO_NUMBER = Pattern.compile("(\\[[^]]+]|[^:\\[\\]/]+):([^:/]*)");
    private static final int LAST_PORT = 65_535;

    private ListenAddress() {}

    static InetSocketAddress of(ConfigValue given) throws UsageException {
        var address = ADDRESS.matcher(given.value());
        if (!address.matches() || address.group(1).equals("*")) {
            throw given.wrong(slip(given.value()));
        }
        int port = Integer.parseInt(address.group(2));
        if (port > LAST_PORT) {
            throw given.wrong("there is no port " + port + "; the last one is " + LAST_PORT);
        }
        return new InetSocketAddress(host(address.group(1), given), port);
    }

    /**
     * Of a name that stands for several addresses the first one of IPv4, which most clients try.
     */
    private static InetAddress host(String name, ConfigValue given) throws UsageException {
        try {
            var all = InetAddress.getAllByName(name);
            return Arrays.stream(all)
                    .filter(Inet4Address.class::isInstance)
                    .findFirst()
                    .orElse(all[0]);
        } catch (UnknownHostException e) {
            throw given.wrong(
                    "the host " + name + " is unknown; write a name or an address of this machine");
        }
    }

    private static String slip(String value) {
        var port = PORT_ALONE.matcher(value);
        if (port.matches()) {
            return "\"%s\" lacks its host; write 127.0.0.1:%s for this machine alone, or 0.0.0.0:%s for all its addresses of IPv4"
                    .formatted(value, port.group(1), port.group(1));
        } else if (value.contains("://")) {
            return "\"%s\" is a URL; write HOST:PORT, like 127.0.0.1:8808".formatted(value);
        } else if (HOST_ALONE.matcher(value).matches()) {
            return "\"%s\" lacks its port; write %s:8808".formatted(value, value);
        } else if (value.contains("/")) {
            return "\"%s\" has a path; leave it out, the endpoint is always /mcp".formatted(value);
        } else if (isBareIpv6(value)) {
            return "\"%s\" needs brackets around its address, like [::1]:8808".formatted(value);
        } else if (NO_NUMBER.matcher(value).matches()) {
            return "\"%s\" has a port that is no number; write HOST:PORT, like 127.0.0.1:8808"
                    .formatted(value);
        }
        return "\"%s\" is no address; write HOST:PORT, like 127.0.0.1:8808 or [::1]:8808"
                .formatted(value);
    }

    private static boolean isBareIpv6(String value) {
        return !value.contains("[") && value.indexOf(':') != value.lastIndexOf(':');
    }
}
