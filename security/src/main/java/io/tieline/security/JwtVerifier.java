package io.tieline.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jwt.SignedJWT;
import io.tieline.session.Authentication.RequestHead;
import io.tieline.session.Principal;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows JSON Web Tokens of trusted issuers (RFC 7519, RFC 8725, RFC 9068; revision 2025-11-25,
 * "Authorization", token handling): by an algorithm that is allowed, signed by a key of the issuer,
 * for this server, and good now with a minute for clocks that differ.
 *
 * <p>A token is verified once and remembered until it expires. Verifying takes place on virtual
 * threads, since keys may have to be fetched: as many at a time as there is room for, and what
 * finds none is told to come again. Safe for use by several threads.
 */
public final class JwtVerifier implements TokenVerifier {

    private static final Logger LOG = LoggerFactory.getLogger(JwtVerifier.class);
    private static final Duration LEEWAY = Duration.ofSeconds(60);
    private static final int MOST_AT_ONCE = 256;
    private static final int MOST_KEYS = 8;
    private static final int LARGEST_CLAIMS = 64 * 1024;
    private static final Pattern COMPACT =
            Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
    private static final Limits SMALL = new Limits(LARGEST_CLAIMS, 32, 1);

    private final Map<String, Trusted> issuers = new HashMap<>();
    private final OwnAddress address;
    private final InstantSource clock;
    private final RememberedTokens remembered = new RememberedTokens();
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);

    private record Trusted(TrustedIssuer issuer, IssuerKeys keys) {}

    /**
     * @param issuers whose tokens are believed
     * @param address which audiences mean this server, for issuers that name none
     * @param clock says what has expired
     * @param tls whom to trust where keys are fetched
     */
    public JwtVerifier(
            List<TrustedIssuer> issuers,
            OwnAddress address,
            InstantSource clock,
            SSLSocketFactory tls) {
        for (var issuer : issuers) {
            var egress = new Egress(issuer.issuer(), issuer.isPrivate(), tls);
            this.issuers.put(issuer.issuer(), new Trusted(issuer, new IssuerKeys(issuer, egress)));
        }
        this.address = address;
        this.clock = clock;
    }

    @Override
    public void verify(String token, RequestHead head, Consumer<Verdict> verdict) {
        var known = remembered.get(token);
        if (known != null) {
            verdict.accept(again(token, known, head.path()));
        } else if (!COMPACT.matcher(token).matches()) {
            verdict.accept(Verdict.UNKNOWN);
        } else if (room.tryAcquire()) {
            var path = head.path();
            Thread.ofVirtual()
                    .name("tieline-token")
                    .start(() -> verdict.accept(verifiedInRoom(token, path)));
        } else {
            verdict.accept(new Verdict.Unavailable("Too many tokens are being verified"));
        }
    }

    private Verdict again(String token, Verdict.Accepted known, String path) {
        if (!clock.instant().isBefore(known.expires())) {
            remembered.remove(token);
            return new Verdict.Rejected("The token has expired");
        }
        var trusted = issuers.get(known.principal().issuer());
        boolean isOurs =
                trusted != null
                        && (!trusted.issuer().audiences().isEmpty()
                                || isFor(
                                        TokenClaims.audiences(known.principal().claims()),
                                        trusted,
                                        path));
        return isOurs ? known : new Verdict.Rejected("The token is for another server");
    }

    private Verdict verifiedInRoom(String token, String path) {
        try {
            return verified(token, path);
        } finally {
            room.release();
        }
    }

    private Verdict verified(String token, String path) {
        try {
            var good = good(token, path);
            remembered.put(token, good);
            return good;
        } catch (UnfitTokenException unfit) {
            return new Verdict.Rejected(String.valueOf(unfit.getMessage()));
        } catch (KeySourceException away) {
            LOG.debug("Keys cannot be had", away);
            return new Verdict.Unavailable(
                    "The keys of the token's issuer cannot be had; send it again later");
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError fault) {
            LOG.warn("A token could not be verified, and is refused", fault);
            return new Verdict.Rejected("The token cannot be read");
        }
    }

    private Verdict.Accepted good(String token, String path)
            throws UnfitTokenException, KeySourceException {
        var signed = parsed(token);
        var claims = claims(signed);
        var trusted = trusted(claims);
        var issuer = trusted.issuer();
        requireHeader(signed, issuer);
        requireSignature(signed, trusted);
        var expires = requireTime(claims);
        if (!isFor(TokenClaims.audiences(claims), trusted, path)) {
            throw new UnfitTokenException(
                    "The token is for another server; ask for one for this one");
        }
        var name = claims.get(issuer.principalClaim());
        if (name == null
                || !(name.isString() || name.isNumber())
                || name.toString().equals("\"\"")) {
            throw new UnfitTokenException(
                    "The token does not say whose it is: it has no " + issuer.principalClaim());
        }
        var principal =
                new Principal(
                        issuer.issuer(),
                        name.isString() ? name.asString() : name.toString(),
                        TokenClaims.scopes(claims),
                        claims,
                        TokenClaims.client(claims));
        return new Verdict.Accepted(principal, expires);
    }

    private static SignedJWT parsed(String token) throws UnfitTokenException {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException | IllegalArgumentException e) {
            throw new UnfitTokenException("The token is no signed JWT");
        }
    }

    /** Read by the one strict reader: of two members of one name nobody knows which is meant. */
    private static Json claims(SignedJWT signed) throws UnfitTokenException {
        try {
            var claims = Json.parse(signed.getPayload().toBytes(), SMALL).detached();
            var names = new HashSet<String>();
            boolean isClear =
                    claims.isObject()
                            && claims.members().stream().allMatch(one -> names.add(one.name()));
            if (isClear) {
                return claims;
            }
        } catch (MalformedException e) {
            // Said below.
        }
        throw new UnfitTokenException("The token has no claims that can be read");
    }

    private Trusted trusted(Json claims) throws UnfitTokenException {
        var issuer = claims.text("iss");
        var trusted = issuer == null ? null : issuers.get(issuer);
        if (trusted == null) {
            throw new UnfitTokenException("The token's issuer is not trusted here");
        }
        return trusted;
    }

    private static void requireHeader(SignedJWT signed, TrustedIssuer issuer)
            throws UnfitTokenException {
        var header = signed.getHeader();
        if (!issuer.algorithms().contains(header.getAlgorithm().getName())) {
            throw new UnfitTokenException(
                    "The token is signed by an algorithm that is not allowed");
        }
        if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
            throw new UnfitTokenException("The token demands what is not understood (crit)");
        }
        var wanted = issuer.type();
        if (wanted != null) {
            var type = header.getType() == null ? "" : header.getType().getType();
            if (!bare(type).equals(bare(wanted))) {
                throw new UnfitTokenException("The token is not of the type " + wanted);
            }
        }
    }

    private static String bare(String type) {
        var lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("application/") ? lower.substring("application/".length()) : lower;
    }

    private static void requireSignature(SignedJWT signed, Trusted trusted)
            throws UnfitTokenException, KeySourceException {
        List<JWK> keys;
        try {
            keys = trusted.keys().of(signed.getHeader());
        } catch (RateLimitReachedException e) {
            keys = List.of(); // asked for just now, and not there
        }
        if (keys.isEmpty()) {
            throw new UnfitTokenException(
                    "The token is signed by a key that its issuer does not have");
        }
        if (keys.stream().limit(MOST_KEYS).noneMatch(key -> Signatures.isBy(key, signed))) {
            throw new UnfitTokenException("The token's signature is not its issuer's");
        }
    }

    /** From when on it is good no longer. */
    private Instant requireTime(Json claims) throws UnfitTokenException {
        var now = clock.instant();
        var expires = TokenClaims.time(claims, "exp");
        if (expires == null) {
            throw new UnfitTokenException("The token does not say when it expires");
        }
        var end = expires.plus(LEEWAY);
        if (!now.isBefore(end)) {
            throw new UnfitTokenException("The token has expired");
        }
        var begin = TokenClaims.time(claims, "nbf");
        if (begin != null && now.plus(LEEWAY).isBefore(begin)) {
            throw new UnfitTokenException("The token is not good yet");
        }
        return end;
    }

    private boolean isFor(List<String> audiences, Trusted trusted, String path) {
        var ours = trusted.issuer().audiences();
        return audiences.stream()
                .anyMatch(one -> ours.isEmpty() ? address.isMeant(one, path) : ours.contains(one));
    }

    /** Its text names its issuers. */
    @Override
    public String toString() {
        return "JwtVerifier of " + new ArrayList<>(issuers.keySet());
    }
}
