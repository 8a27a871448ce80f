package io.tieline.security;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * Addresses that begin with the same bits (RFC 4632, section 3.1): {@code 10.1.0.0/16}. Immutable.
 */
public final class AddressRange {

    private final byte[] prefix;
    private final int bits;

    private AddressRange(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /**
     * Reads a range, or one address.
     *
     * @throws IllegalArgumentException if it is none: an address that is no literal, more bits than
     *     it has, or bits behind those that count
     */
    public static AddressRange of(String text) {
        int slash = text.indexOf('/');
        var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        var bytes = address.getAddress();
        int bits = slash < 0 ? bytes.length * Byte.SIZE : bits(text.substring(slash + 1));
        if (bits < 0 || bits > bytes.length * Byte.SIZE) {
            throw new IllegalArgumentException("\"" + text + "\" has more bits than an address");
        }
        var range = new AddressRange(bytes, bits);
        if (!Arrays.equals(range.masked(bytes), bytes)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" has bits behind the first " + bits + "; set them to 0");
        }
        return range;
    }

    private static int bits(String text) {
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
    }

    private byte[] masked(byte[] address) {
        var masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            masked[i] &= (byte) (0xff << (Byte.SIZE - kept));
        }
        return masked;
    }

    /** Whether this address is one of them. */
    boolean contains(InetAddress address) {
        var bytes = address.getAddress();
        return bytes.length == prefix.length && Arrays.equals(masked(bytes), prefix);
    }
}
