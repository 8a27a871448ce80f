package io.tieline.app.admin;

import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the admin address listens, and who may use it.
 *
 * @param address port 0 takes a free one
 * @param hosts further names under which it may be called
 * @param token what a caller must send as {@code Authorization: Bearer}; null for a loopback
 *     address that needs none
 */
public record AdminSettings(InetSocketAddress address, Set<String> hosts, @Nullable Token token) {

    /** A secret, which is not printed. */
    public record Token(String value) {

        @Override
        public String toString() {
            return "***";
        }
    }

    /**
     * @throws IllegalArgumentException if the address can be reached from elsewhere and there is no
     *     token
     */
    public AdminSettings {
        hosts = Set.copyOf(hosts);
        if (token == null && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("an address that is not loopback needs a token");
        }
    }
}
