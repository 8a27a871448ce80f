package io.tieline.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.session.Authentication.RequestHead;
import io.tieline.session.Principal;
import io.tieline.wire.Json;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tokens for those who have no identity provider: random texts, of which a file keeps the SHA-256,
 * whose they are, what they allow and until when. Whoever reads the file cannot make a token of it.
 *
 * <p>The file is read at the start and at each {@link #reload}. A token is found by the digest of
 * what was sent, and the digests are compared in constant time: how long that takes says nothing of
 * a token. Safe for use by several threads.
 */
public final class StaticTokens implements TokenVerifier {

    private static final String PREFIX = "tieline_";
    private static final int RANDOM_BYTES = 32;

    private final TokenFile file;
    private final InstantSource clock;
    private volatile Map<Digest, Verdict.Accepted> known;

    /** What was sent, or is kept. Compared in constant time. */
    @SuppressWarnings("ArrayRecordComponent") // compared by its own methods
    private record Digest(byte[] bytes) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Digest same && MessageDigest.isEqual(bytes, same.bytes);
        }

        @Override
        public int hashCode() {
            return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3];
        }
    }

    private StaticTokens(TokenFile file, InstantSource clock, Map<Digest, Verdict.Accepted> known) {
        this.file = file;
        this.clock = clock;
        this.known = known;
    }

    /**
     * The tokens of a file.
     *
     * @param clock says which of them have expired
     * @throws IOException if it cannot be read, others than its owner may read it, or it holds
     *     something else; the message says what to do
     */
    public static StaticTokens read(Path path, InstantSource clock) throws IOException {
        var file = new TokenFile(path);
        return new StaticTokens(file, clock, known(file));
    }

    private static Map<Digest, Verdict.Accepted> known(TokenFile file) throws IOException {
        try {
            var known = new HashMap<Digest, Verdict.Accepted>();
            for (var token : file.read()) {
                var principal = new Principal("", token.name(), token.scopes(), Json.EMPTY_OBJECT);
                known.put(
                        new Digest(HexFormat.of().parseHex(token.sha256())),
                        new Verdict.Accepted(principal, token.expires()));
            }
            return known;
        } catch (NoSuchFileException e) {
            throw new IOException(
                    e.getFile()
                            + " is not there; make it with: tieline token new NAME --tokens "
                            + e.getFile(),
                    e);
        }
    }

    /**
     * Reads the file again. If that fails, what was read before is good until it expires.
     *
     * @return how many tokens there are now
     * @throws IOException as {@link #read}
     */
    public int reload() throws IOException {
        var next = known(file);
        known = next;
        return next.size();
    }

    /** Accepts none any more, until the next {@link #reload}. */
    public void clear() {
        known = Map.of();
    }

    @Override
    public void verify(String token, RequestHead head, Consumer<Verdict> verdict) {
        var found = known.get(new Digest(sha256(token)));
        if (found == null) {
            verdict.accept(
                    token.startsWith(PREFIX)
                            ? new Verdict.Rejected("The token is not in the file of tokens")
                            : Verdict.UNKNOWN);
        } else if (clock.instant().isBefore(found.expires())) {
            verdict.accept(found);
        } else {
            verdict.accept(new Verdict.Rejected("The token has expired"));
        }
    }

    /**
     * Makes a token and puts what is to be known of it into the file, which is created if need be
     * so that its owner alone may read it.
     *
     * @param name whose it is; nobody in the file may have it
     * @param scopes what it allows
     * @param life how long it is good; null for ever
     * @return the token, which is kept nowhere
     * @throws IllegalArgumentException if the name or a scope cannot be one, or the name is taken
     * @throws IOException if the file cannot be read or written; the message says what to do
     */
    public static String create(
            Path path,
            String name,
            Set<String> scopes,
            @Nullable Duration life,
            InstantSource clock,
            SecureRandom random)
            throws IOException {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        var token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var expires =
                life == null
                        ? Instant.MAX
                        : clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
        var digest = HexFormat.of().formatHex(sha256(token));
        new TokenFile(path).add(new StaticToken(name, digest, scopes, expires));
        return token;
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Its text names nobody. */
    @Override
    public String toString() {
        return "StaticTokens of " + known.size();
    }
}
