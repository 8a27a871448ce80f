package io.tieline.http.server;

import io.netty.util.NetUtil;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Says in our own words why an address cannot be listened on, and what to do. */
final class CannotListen {

    private static final int FIRST_FREE_PORT = 1024;

    private CannotListen() {}

    /** The message names the address. */
    static BindException because(InetSocketAddress address, Throwable cause) {
        var problem =
                new BindException(
                        "Cannot listen on " + shown(address) + ": " + why(address, cause));
        problem.initCause(cause);
        return problem;
    }

    private static String why(InetSocketAddress address, Throwable cause) {
        var given = String.valueOf(cause.getMessage());
        var text = given.toLowerCase(Locale.ROOT);
        if (address.isUnresolved()) {
            return "the host is unknown; write a name or an address of this machine";
        } else if (text.contains("in use")) {
            return "the port is in use; stop the other program, or choose another port (0 takes a"
                    + " free one)";
        } else if (text.contains("permission") || text.contains("access")) {
            return address.getPort() < FIRST_FREE_PORT
                    ? "this user may not take a port below 1024; choose one from 1024 on"
                    : "the system does not allow it; choose another port";
        } else if (text.contains("assign") || text.contains("not available")) {
            return "this machine has no such address; write one that it has, or 0.0.0.0 for all of"
                    + " IPv4";
        } else if (text.contains("family")) {
            return "this machine has no IPv6; write an address of IPv4";
        }
        return isLinkLocalWithoutZone(address)
                ? "the address needs its zone, like fe80::1%eth0"
                : given;
    }

    private static boolean isLinkLocalWithoutZone(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address ip
                && ip.isLinkLocalAddress()
                && ip.getScopeId() == 0;
    }

    private static String shown(InetSocketAddress address) {
        return NetUtil.toSocketAddressString(address);
    }
}
