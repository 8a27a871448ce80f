package io.tieline.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A path below that of an endpoint, {@code /mcp/NAME}: which endpoint it is, and of which service.
 *
 * @param endpoint begins with a slash
 * @param name as it is, without the escapes of a URL (RFC 3986, section 2.1)
 */
record NamedPath(String endpoint, String name) {

    private static final String UNRESERVED = "-._~";

    /** Reads a path, with or without a slash at its end; null if it is none of this form. */
    static @Nullable NamedPath of(String path) {
        int middle = path.indexOf('/', 1);
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        if (middle < 0 || middle + 1 >= end) {
            return null;
        }
        int further = path.indexOf('/', middle + 1);
        if (further >= 0 && further < end) {
            return null;
        }
        var name = decoded(path.substring(middle + 1, end));
        return name == null ? null : new NamedPath(path.substring(0, middle), name);
    }

    private static @Nullable String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        var bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            if (segment.charAt(i) != '%') {
                bytes.write(segment.charAt(i));
            } else if (isEscape(segment, i)) {
                bytes.write(HexFormat.fromHexDigits(segment, i + 1, i + 3));
                i += 2;
            } else {
                return null;
            }
        }
        return bytes.toString(ISO_8859_1);
    }

    private static boolean isEscape(String text, int at) {
        return at + 3 <= text.length()
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2));
    }

    /** A name as one segment of a path. */
    static String encoded(String name) {
        var text = new StringBuilder(name.length());
        for (byte one : name.getBytes(US_ASCII)) {
            char c = (char) one;
            if (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(one));
            }
        }
        return text.toString();
    }
}
