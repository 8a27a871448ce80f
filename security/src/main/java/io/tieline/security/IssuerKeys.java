package io.tieline.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SimpleSecurityContext;
import com.nimbusds.jose.util.Resource;
import io.tieline.wire.Json;
import io.tieline.wire.Limits;
import io.tieline.wire.MalformedException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of one issuer (RFC 7517), found by its metadata (RFC 8414, then OpenID Connect
 * Discovery) if nobody says where they are. Kept for a while, fetched again for a key that is not
 * among them, seldom, and by one of all who wait; what was fetched last is good for some hours if
 * the issuer is away. Blocks; safe for use by several threads.
 */
final class IssuerKeys {

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration OUTAGE = Duration.ofHours(4);

    private final TrustedIssuer issuer;
    private final Egress egress;
    private final JWKSource<SimpleSecurityContext> source;
    private volatile @Nullable URI found;

    IssuerKeys(TrustedIssuer issuer, Egress egress) {
        this.issuer = issuer;
        this.egress = egress;
        this.found = issuer.keys();
        this.source =
                JWKSourceBuilder.<SimpleSecurityContext>create(url(issuer.issuer()), _ -> fetched())
                        .cache(KEPT.toMillis(), PATIENCE.toMillis())
                        .refreshAheadCache(false)
                        .rateLimited(PAUSE.toMillis())
                        .outageTolerant(OUTAGE.toMillis())
                        .build();
    }

    private static URL url(String issuer) {
        try {
            return URI.create(issuer).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(issuer, e);
        }
    }

    /**
     * The keys that may have signed what has this header.
     *
     * @throws KeySourceException if they cannot be had
     */
    List<JWK> of(JWSHeader header) throws KeySourceException {
        return source.get(new JWKSelector(JWKMatcher.forJWSHeader(header)), null);
    }

    private Resource fetched() throws IOException {
        var place = found;
        if (place == null) {
            place = discovered();
            found = place;
        }
        return new Resource(egress.get(place), "application/json");
    }

    /** Asks in the order of revision 2025-11-25, "Authorization Server Metadata Discovery". */
    private URI discovered() throws IOException {
        var problems = new ArrayList<String>();
        for (var place : places(URI.create(issuer.issuer()))) {
            try {
                return keysOf(Json.parse(egress.get(place).getBytes(UTF_8), Limits.DEFAULT), place);
            } catch (IOException e) {
                problems.add(String.valueOf(e.getMessage()));
            } catch (MalformedException e) {
                problems.add(place + " is not JSON");
            }
        }
        throw new IOException(String.join("; ", problems));
    }

    /** What says another issuer than was asked may lead anywhere (RFC 8414, section 3.3). */
    private URI keysOf(Json metadata, URI place) throws IOException {
        if (!issuer.issuer().equals(metadata.text("issuer"))) {
            throw new IOException(
                    place
                            + " says that its issuer is another one; it must be the same, each letter");
        }
        var keys = metadata.text("jwks_uri");
        if (keys == null) {
            throw new IOException(place + " names no jwks_uri");
        }
        try {
            return Egress.requireSafe(keys);
        } catch (IllegalArgumentException e) {
            throw new IOException(place + ": its jwks_uri " + e.getMessage(), e);
        }
    }

    static List<URI> places(URI issuer) {
        var root = issuer.getScheme() + "://" + issuer.getRawAuthority();
        var path = issuer.getRawPath().replaceFirst("/$", "");
        var oauth = URI.create(root + "/.well-known/oauth-authorization-server" + path);
        var inner = URI.create(root + path + "/.well-known/openid-configuration");
        return path.isEmpty()
                ? List.of(oauth, inner)
                : List.of(
                        oauth,
                        URI.create(root + "/.well-known/openid-configuration" + path),
                        inner);
    }
}
