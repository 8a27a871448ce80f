package io.tieline.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which headers may be sent to a backend on somebody's behalf, and how they must be spelled. */
final class HeaderRules {

    /** What this client says about itself, its message and its session. */
    private static final Set<String> OWN =
            Set.of(
                    "accept",
                    "accept-encoding",
                    "connection",
                    "content-length",
                    "content-type",
                    "expect",
                    "host",
                    "last-event-id",
                    "mcp-protocol-version",
                    "mcp-session-id",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

    private HeaderRules() {}

    /**
     * The same headers, their names in lower case.
     *
     * @throws IllegalArgumentException if one of them cannot be sent; it names the header, never
     *     the value
     */
    static Map<String, String> checked(Map<String, String> headers) {
        var checked = new LinkedHashMap<String, String>();
        headers.forEach((name, value) -> {
            if (!isName(name)) {
                throw new IllegalArgumentException("No header can be named " + name);
            }
            if (!isValue(value)) {
                throw new IllegalArgumentException(
                        "The value of header " + name + " has characters that no header may carry");
            }
            var lower = name.toLowerCase(Locale.ROOT);
            if (OWN.contains(lower)) {
                throw new IllegalArgumentException(
                        "Header " + name + " is set by the transport; leave it out");
            }
            if (checked.put(lower, value.strip()) != null) {
                throw new IllegalArgumentException("Header " + name + " is given twice");
            }
        });
        return Collections.unmodifiableMap(checked);
    }

    /** Whether a header that somebody else made up can be sent. */
    static boolean isSendable(String name, String value) {
        return isName(name) && isValue(value) && !OWN.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Visible ASCII, as the specification demands of a session id, and of a sane length. */
    static boolean isSessionId(String value) {
        return !value.isEmpty()
                && value.length() <= 4096
                && value.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** Whether an event id can be sent back in a header. */
    static boolean isEventId(String value) {
        return !value.isEmpty() && value.length() <= 4096 && isValue(value);
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(HeaderRules::isTokenCharacter);
    }

    private static boolean isTokenCharacter(int c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || TOKEN_PUNCTUATION.indexOf(c) >= 0;
    }

    private static boolean isValue(String value) {
        return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f));
    }
}
