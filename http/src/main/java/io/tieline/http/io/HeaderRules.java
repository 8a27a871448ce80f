package io.tieline.http.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which headers may be sent to a backend on somebody's behalf, and how they must be spelled. */
public final class HeaderRules {

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
                    "mcp-session-id",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private static final String VERSION = "mcp-protocol-version";

    /** What a request of the stateless era says a second time, with every {@code mcp-param-}. */
    private static final Set<String> MIRRORED = Set.of(VERSION, "mcp-method", "mcp-name");

    private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

    private HeaderRules() {}

    /**
     * The same headers, their names in lower case.
     *
     * @throws IllegalArgumentException if one of them cannot be sent; it names the header, never
     *     the value
     */
    public static Map<String, String> checked(Map<String, String> headers) {
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
            if (OWN.contains(lower) || isMirrored(lower)) {
                throw new IllegalArgumentException(
                        "Header " + name + " is set by the transport; leave it out");
            }
            if (checked.put(lower, value.strip()) != null) {
                throw new IllegalArgumentException("Header " + name + " is given twice");
            }
        });
        return Collections.unmodifiableMap(checked);
    }

    /**
     * Whether a request with these headers of its own is one of the stateless era (revision
     * 2026-07-28, "Transports: Standard Headers"). Only the core can have written them: neither the
     * configuration nor a client may name any of its kind.
     */
    public static boolean areStateless(Map<String, String> own) {
        return own.containsKey(VERSION);
    }

    /** Whether a header of one request can be sent; its name is in lower case. */
    public static boolean isSendable(String name, String value, boolean stateless) {
        boolean allowed = isMirrored(name) ? stateless : !OWN.contains(name);
        return allowed && isName(name) && isValue(value);
    }

    /** Whether a header says a second time what the message says. */
    public static boolean isMirrored(String name) {
        return MIRRORED.contains(name) || name.startsWith("mcp-param-");
    }

    /** Visible ASCII, as the specification demands of a session id; of any length that arrives. */
    public static boolean isSessionId(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** Whether an event id can be sent back in a header. */
    public static boolean isEventId(String value) {
        return !value.isEmpty() && value.length() <= 4096 && isValue(value);
    }

    public static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isTokenCharacter(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isTokenCharacter(char c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || TOKEN_PUNCTUATION.indexOf(c) >= 0;
    }

    private static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\t' && (c < ' ' || c == 0x7f)) {
                return false;
            }
        }
        return true;
    }
}
