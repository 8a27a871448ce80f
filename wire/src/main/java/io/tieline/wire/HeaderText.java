package io.tieline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;

/**
 * How a text travels in an HTTP header of the stateless era (revision 2026-07-28, "Transports:
 * Value Encoding"): as it is where that is safe, else as {@code =?base64?…?=}.
 */
public final class HeaderText {

    private static final String BEGIN = "=?base64?";
    private static final String END = "?=";

    private HeaderText() {}

    /**
     * The value of a header that says this text. No header can say a surrogate without its other
     * half; in its place it says U+FFFD, which equals it nowhere.
     */
    public static String encode(String text) {
        if (isPlain(text)) {
            return text;
        }
        var bytes = JsonText.scalars(text).getBytes(UTF_8);
        return BEGIN + Base64.getEncoder().encodeToString(bytes) + END;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return !text.startsWith(" ") && !text.endsWith(" ") && !isEncoded(text);
    }

    /**
     * The text that the value of a header says.
     *
     * @throws MalformedException if it is no Base64 of UTF-8 though it claims to be
     */
    public static String decode(String value) throws MalformedException {
        if (!isEncoded(value)) {
            return value;
        }
        var inner = value.substring(BEGIN.length(), value.length() - END.length());
        try {
            var bytes = Base64.getDecoder().decode(inner.getBytes(UTF_8));
            if (!Base64.getEncoder().encodeToString(bytes).equals(inner)) {
                throw malformed();
            }
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw malformed();
        }
    }

    private static boolean isEncoded(String value) {
        return value.length() >= BEGIN.length() + END.length()
                && value.startsWith(BEGIN)
                && value.endsWith(END);
    }

    private static MalformedException malformed() {
        return MalformedException.notMessage("A header is no Base64 of UTF-8 though it says so");
    }
}
