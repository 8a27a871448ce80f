package io.tieline.app.config;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Notices text from outside that the JVM could not decode: it puts a mark in the place of each byte
 * that has no meaning in the locale in force, and says nothing.
 */
public final class Decoding {

    private static final char MARK = '\uFFFD';

    private Decoding() {}

    /**
     * Makes sure that the text is what was written.
     *
     * @param what the subject of the sentence that says otherwise
     */
    public static void require(String text, String what) throws UsageException {
        if (!isWhole(text)) {
            throw new UsageException(what + " cannot be read: " + reason());
        }
    }

    /** Whether the JVM could decode all of it. */
    public static boolean isWhole(String text) {
        return text.indexOf(MARK) < 0;
    }

    /** Why a text was not decoded, or could not be encoded, and the way out. */
    public static String reason() {
        return isUtf8()
                ? "it holds bytes that are not UTF-8; rename it, or start tieline in the locale of"
                        + " its encoding (LC_ALL)"
                : "it is not in ASCII, and no UTF-8 locale is in force; set LC_ALL=C.UTF-8, or"
                        + " start tieline by bin/tieline";
    }

    /** Whether every text can be told to the system and heard from it. */
    public static boolean isUtf8() {
        return Charset.forName(System.getProperty("sun.jnu.encoding"), StandardCharsets.UTF_8)
                .equals(StandardCharsets.UTF_8);
    }
}
