package io.tieline.gateway.route;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.wire.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The names under which the tools and prompts of one server are shown: a function of the file and
 * of the server's own name alone, never of which other servers there are or are up. It is not
 * inverted: who owns a name is looked up in a table. Immutable.
 *
 * <p>Without a prefix a name is shown as it is. With one it is {@code PREFIX__name}. Clients add
 * more in front of it and models take 64 characters, of {@code A-Z a-z 0-9 _ . -}: a name that is
 * too long is cut, others of its characters become {@code _}, and either ends in a hash of the
 * prefix and the whole name.
 *
 * @param prefix empty for none
 * @param maxName how long a name may be for a model, in characters
 * @param reserve how many of them are kept for what clients add
 */
record Naming(String prefix, int maxName, int reserve) {

    /** How long a name may be for the models that are used most. */
    static final int MAX_NAME = 64;

    /** Room for {@code mcp__NAME__} with a name of seven characters. */
    static final int RESERVE = 14;

    /** All names as they are. */
    static final Naming NATIVE = of("");

    private static final String SEPARATOR = "__";
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int HASH_DIGITS = 6;
    private static final int DIGIT_BITS = 5;

    /**
     * Names of another shape.
     *
     * @throws IllegalArgumentException if no room is left for a character and the hash
     */
    Naming {
        int least = HASH_DIGITS + 2;
        if (reserve < 0 || maxName - reserve < least) {
            throw new IllegalArgumentException(
                    "maxName "
                            + maxName
                            + " less reserve "
                            + reserve
                            + " must leave at least "
                            + least
                            + " characters for a name");
        }
    }

    /** Names with this prefix, of the usual length. */
    static Naming of(String prefix) {
        return new Naming(prefix, MAX_NAME, RESERVE);
    }

    /** The name under which a thing of the server is shown. */
    String shown(String name) {
        if (prefix.isEmpty()) {
            return name;
        }
        var full = full(name);
        var plain = plain(full);
        int budget = maxName - reserve;
        if (plain.length() <= budget && plain.equals(full)) {
            return full;
        }
        var head = plain.substring(0, Math.min(plain.length(), budget - HASH_DIGITS - 1));
        return head + "_" + hash(name);
    }

    /** The name as it would be if names could be of any length and of any characters. */
    String full(String name) {
        return prefix.isEmpty() ? name : prefix + SEPARATOR + name;
    }

    /**
     * A tool or prompt, as listed, under the name that is shown. If that is not the full one, the
     * full one becomes its title, unless it has a title; without a name it stays as it is.
     */
    Json shown(Json listed) {
        var name = listed.text("name");
        if (name == null) {
            return listed;
        }
        var shown = shown(name);
        var named = shown.equals(name) ? listed : listed.with("name", Json.string(shown));
        var full = full(name);
        boolean hasTitle =
                listed.text("title") != null || listed.text("annotations", "title") != null;
        return shown.equals(full) || hasTitle ? named : named.with("title", Json.string(full));
    }

    /** ASCII, so that its length in characters is its length in everything. */
    private static String plain(String text) {
        var plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> plain.append(isPlain(c) ? (char) c : '_'));
        return plain.toString();
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '.'
                || c == '-';
    }

    private String hash(String name) {
        var digest = sha256();
        digest.update(prefix.getBytes(UTF_8));
        digest.update((byte) 0);
        var bytes = digest.digest(name.getBytes(UTF_8));
        long bits = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            bits = bits << Byte.SIZE | (bytes[i] & 0xff);
        }
        var text = new byte[HASH_DIGITS];
        for (int i = 0; i < HASH_DIGITS; i++) {
            int shift = Integer.SIZE - (i + 1) * DIGIT_BITS;
            text[i] = (byte) DIGITS.charAt((int) (bits >> shift) & (DIGITS.length() - 1));
        }
        return new String(text, US_ASCII);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
