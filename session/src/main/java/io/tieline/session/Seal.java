package io.tieline.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes and opens the {@code requestState} that clients carry for us (revision 2026-07-28, "Multi
 * Round-Trip Requests": integrity is a must). Encrypted and authenticated with AES-256-GCM under a
 * key of this process, and bound to a context (who may bring it back, with which request) that is
 * not in it: what is opened in any other context is nothing. So are names that we give in the place
 * of a server's.
 *
 * <p>Safe for use by several threads.
 */
public final class Seal {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final RandomGenerator random;

    /** A seal with a fresh key. */
    public Seal(RandomGenerator random) {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, "AES");
        this.random = random;
    }

    /** Text that only this seal can open, in the same context; letters, digits, {@code -_}. */
    public String close(byte[] content, byte[] context) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return closed(content, context, nonce);
    }

    /**
     * The same, but always the same text for the same content in the same context: a name that can
     * be compared. Whoever sees two of them sees whether they are the same thing.
     */
    public String closeAsName(byte[] content, byte[] context) {
        return closed(content, context, digest(content, context));
    }

    /** A nonce that no other content has in any context, as far as a key can see to it. */
    private byte[] digest(byte[] content, byte[] context) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(context.length).array());
            mac.update(context);
            return Arrays.copyOf(mac.doFinal(content), NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC is part of every JDK", e);
        }
    }

    private String closed(byte[] content, byte[] context, byte[] nonce) {
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(content);
            var all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is part of every JDK", e);
        }
    }

    /**
     * Opens a text that was sealed in this context; null for anything else, whatever is wrong with
     * it.
     */
    public byte @Nullable [] open(String text, byte[] context) {
        try {
            var all = Base64.getUrlDecoder().decode(text.getBytes(UTF_8));
            // A text that another one decodes to as well is not the one that we gave.
            if (all.length <= NONCE_BYTES
                    || !Base64.getUrlEncoder().withoutPadding().encodeToString(all).equals(text)) {
                return null;
            }
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE_BYTES), context)
                    .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
        } catch (IllegalArgumentException | GeneralSecurityException forged) {
            return null;
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }
}
