package io.tieline.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What was configured for one backend and is nobody else's to read: the values of its headers and
 * of its URL's query. A backend may repeat them in its own words, a refused key for instance, and
 * what it says is shown to clients and in the log. Immutable.
 */
final class Secrets {

    /** Nothing is secret. */
    static final Secrets NONE = new Secrets(Set.of());

    /** Shorter values are words like {@code true}, which hide nothing. */
    private static final int SHORTEST = 6;

    /** No excerpt shows more of one that it cuts. */
    private static final int LONGEST_CUT = 256;

    private static final String MASK = "***";
    private static final String CUT = "...";

    private final List<String> values;

    private Secrets(Set<String> values) {
        // One that is part of another must not leave the rest of it behind.
        this.values =
                values.stream()
                        .filter(value -> value.length() >= SHORTEST)
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
    }

    /** Those of a backend that is reached in this way. */
    static Secrets of(Map<String, String> headers, BackendAddress address) {
        var values = new LinkedHashSet<String>();
        headers.forEach((name, value) -> {
            values.add(value);
            values.add(value.replace('"', '\''));
            values.addAll(parts(name.toLowerCase(Locale.ROOT), value));
        });
        int query = address.target().indexOf('?');
        if (query >= 0) {
            for (var pair : address.target().substring(query + 1).split("&", -1)) {
                var value = pair.substring(pair.indexOf('=') + 1);
                values.add(value);
                values.add(decoded(value));
            }
        }
        return new Secrets(values);
    }

    /** What a backend may repeat alone: a token without its scheme, a cookie without its name. */
    private static List<String> parts(String name, String value) {
        return switch (name) {
            case "authorization", "proxy-authorization" -> Arrays.asList(value.split("\\s+", -1));
            case "cookie" -> {
                var values = new ArrayList<String>();
                for (var pair : value.split(";\\s*", -1)) {
                    values.add(pair.substring(pair.indexOf('=') + 1));
                }
                yield values;
            }
            default -> List.of();
        };
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return value;
        }
    }

    /** The text with stars for each secret, also where an excerpt has cut one in two. */
    String masked(String text) {
        var masked = text;
        for (var secret : values) {
            masked = masked.replace(secret, MASK);
        }
        if (values.isEmpty() || !masked.contains(CUT)) {
            return masked;
        }
        for (var secret : values) {
            int longest = Math.min(secret.length() - 1, LONGEST_CUT);
            for (int length = longest; length >= SHORTEST; length--) {
                masked = masked.replace(secret.substring(0, length) + CUT, MASK + CUT);
                var end = secret.substring(secret.length() - length);
                masked = masked.replace(CUT + end, CUT + MASK);
            }
        }
        return masked;
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "Secrets[" + values.size() + "]";
    }
}
