package io.tieline.security;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tieline.security.TokenVerifier.Verdict;
import io.tieline.session.Authentication.RequestHead;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of an authorization server, and what only looks like one (scenario 135). */
@Timeout(120)
final class JwtVerifierTest {

    private static final String US = "https://mcp.example.com/tools";
    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final Map<String, JWK> KEYS = new ConcurrentHashMap<>();

    private final IssuerServer server = new IssuerServer();
    private Instant now = START;

    @BeforeAll
    static void makeKeys() throws JOSEException {
        KEYS.put("rsa", new RSAKeyGenerator(2048).keyID("rsa").generate());
        KEYS.put("weak", new RSAKeyGenerator(1024, true).keyID("weak").generate());
        KEYS.put("p256", new ECKeyGenerator(Curve.P_256).keyID("p256").generate());
        KEYS.put("other", new ECKeyGenerator(Curve.P_256).keyID("other").generate());
        KEYS.put("p384", new ECKeyGenerator(Curve.P_384).keyID("p384").generate());
    }

    private static JWK key(String name) {
        return Objects.requireNonNull(KEYS.get(name));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JwtVerifier verifier() {
        return verifier(issuer -> issuer);
    }

    private JwtVerifier verifier(UnaryOperator<TrustedIssuer> change) {
        return new JwtVerifier(
                List.of(change.apply(TrustedIssuer.of(server.issuer()))),
                new OwnAddress(URI.create(US)),
                () -> now,
                (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private static Verdict ask(JwtVerifier verifier, String token) {
        return ask(verifier, token, "/mcp");
    }

    private static Verdict ask(JwtVerifier verifier, String token, String path) {
        var verdict = new CompletableFuture<Verdict>();
        verifier.verify(
                token, new RequestHead("POST", path, Map.of(), "nobody"), verdict::complete);
        return verdict.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(server.issuer())
                .subject("ada")
                .audience(US + "/mcp")
                .claim("scope", "read write")
                .claim("client_id", "editor")
                .expirationTime(Date.from(START.plusSeconds(600)));
    }

    private String token(JWTClaimsSet.Builder claims) {
        return IssuerServer.sign(
                key("p256"), IssuerServer.header("ES256", key("p256")), claims.build());
    }

    private static void assertAccepted(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    }

    private static void assertRejected(Verdict verdict, String why) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains(why));
    }

    @ParameterizedTest
    @CsvSource({"rsa, RS256", "rsa, RS512", "rsa, PS256", "p256, ES256", "p384, ES384"})
    void aTokenOfTheIssuerIsItsSubjects(String name, String algorithm) {
        server.has(key("rsa").toPublicJWK(), key("p256").toPublicJWK(), key("p384").toPublicJWK());
        var header = IssuerServer.header(algorithm, key(name));
        var verdict = ask(verifier(), IssuerServer.sign(key(name), header, claims().build()));
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        good -> {
                            assertThat(good.principal().issuer()).isEqualTo(server.issuer());
                            assertThat(good.principal().name()).isEqualTo("ada");
                            assertThat(good.principal().scopes()).containsOnly("read", "write");
                            assertThat(good.principal().claims().text("client_id"))
                                    .isEqualTo("editor");
                        });
    }

    @Test
    void edwardsCurvesAreUnderstoodToo() throws Exception {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var point = ((EdECPublicKey) pair.getPublic()).getPoint();
        var bytes = new byte[32];
        var big = point.getY().toByteArray();
        for (int i = 0; i < Math.min(32, big.length); i++) {
            bytes[i] = big[big.length - 1 - i];
        }
        bytes[31] |= (byte) (point.isXOdd() ? 0x80 : 0);
        server.has(
                new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(bytes))
                        .keyID("ed")
                        .build());
        var header = new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID("ed").build();
        var token = new SignedJWT(header, claims().build());
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(token.getSigningInput());
        var input = new String(token.getSigningInput(), US_ASCII);
        var signed = input + "." + Base64URL.encode(signature.sign());
        assertAccepted(ask(verifier(), signed));
        assertRejected(ask(verifier(), input + "." + Base64URL.encode(new byte[64])), "signature");
    }

    @Test
    void whatIsSignedByNobodyOrByWhatEverybodyHasIsRefused() throws Exception {
        server.has(key("rsa").toPublicJWK(), key("weak").toPublicJWK());
        var verifier = verifier();
        var body = Base64URL.encode(claims().build().toString());
        for (var none : List.of("none", "None", "NONE")) {
            var header = Base64URL.encode("{\"alg\":\"" + none + "\"}");
            assertRejected(ask(verifier, header + "." + body + "."), "The token");
        }
        var known = ((RSAKey) key("rsa")).toRSAPublicKey().getEncoded();
        for (var secret : List.of(known, key("rsa").toPublicJWK().toString().getBytes(UTF_8))) {
            var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build();
            var forged = new SignedJWT(header, claims().build());
            forged.sign(new MACSigner(secret));
            assertRejected(ask(verifier, forged.serialize()), "algorithm");
        }
        var weak = IssuerServer.header("RS256", key("weak"));
        assertRejected(
                ask(verifier, IssuerServer.sign(key("weak"), weak, claims().build())), "signature");
    }

    @Test
    void aKeyThatTheTokenBringsItselfIsNotBelieved() {
        server.has(key("p256").toPublicJWK());
        var verifier = verifier();
        var other = (ECKey) key("other");
        for (var header :
                List.of(
                        IssuerServer.header("ES256", key("p256")),
                        IssuerServer.header("ES256", key("p256")).jwk(other.toPublicJWK()),
                        IssuerServer.header("ES256", key("p256"))
                                .jwkURL(URI.create(server.issuer() + "/evil")))) {
            assertRejected(
                    ask(verifier, IssuerServer.sign(other, header, claims().build())), "signature");
        }
        assertThat(server.asked()).doesNotContain("/realm/evil");
    }

    @Test
    void aTokenIsForThisServerAndThisPath() {
        server.has(key("p256").toPublicJWK());
        var verifier = verifier();
        for (var ours : List.of(US, US + "/", US + "/mcp", US + "/mcp/")) {
            assertAccepted(ask(verifier, token(claims().audience(ours))));
            assertAccepted(
                    ask(verifier, token(claims().audience(List.of("x", ours))), "/tools/mcp"));
        }
        var view = token(claims().audience(US + "/mcp/dev"));
        assertAccepted(ask(verifier, view, "/mcp/dev"));
        assertRejected(ask(verifier, view, "/mcp"), "another server");
        assertRejected(ask(verifier, view, "/mcp/prod"), "another server");
        for (var foreign :
                List.of(
                        "https://mcp.example.com",
                        "https://mcp.example.com/tools2",
                        "https://mcp.example.com.evil.com/tools/mcp",
                        "http://mcp.example.com/tools/mcp",
                        "")) {
            assertRejected(ask(verifier, token(claims().audience(foreign))), "another server");
        }
        assertRejected(ask(verifier, token(claims().audience(List.of()))), "another server");
        var named =
                verifier(issuer ->
                        new TrustedIssuer(
                                issuer.issuer(),
                                Set.of("api://app"),
                                issuer.algorithms(),
                                "oid",
                                "at+jwt",
                                null,
                                false));
        var header = IssuerServer.header("ES256", key("p256")).type(new JOSEObjectType("at+JWT"));
        var entra = claims().audience("api://app").claim("oid", "1-2-3").build();
        assertThat(ask(named, IssuerServer.sign(key("p256"), header, entra)))
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        good -> assertThat(good.principal().name()).isEqualTo("1-2-3"));
        assertRejected(ask(named, token(claims().audience(US + "/mcp"))), "type");
    }

    @Test
    void clocksMayDifferByAMinute() {
        server.has(key("p256").toPublicJWK());
        var token = token(claims());
        var fresh = verifier();
        now = START.plusSeconds(600 + 59);
        assertAccepted(ask(fresh, token));
        now = START.plusSeconds(600 + 60);
        assertRejected(ask(fresh, token), "expired");
        assertRejected(ask(verifier(), token), "expired");
        now = START;
        assertAccepted(ask(fresh, token(claims().notBeforeTime(Date.from(START.plusSeconds(60))))));
        assertRejected(
                ask(fresh, token(claims().notBeforeTime(Date.from(START.plusSeconds(61))))),
                "not good yet");
        assertRejected(ask(fresh, token(claims().expirationTime(null))), "when it expires");
        assertRejected(ask(fresh, token(claims().claim("exp", "soon"))), "no time");
    }

    @Test
    void whatDoesNotSayWhoseItIsOrIsOfAnotherIssuerIsRefused() {
        server.has(key("p256").toPublicJWK());
        var verifier = verifier();
        assertRejected(ask(verifier, token(claims().subject(null))), "whose it is");
        assertRejected(ask(verifier, token(claims().subject(""))), "whose it is");
        assertRejected(ask(verifier, token(claims().issuer(server.issuer() + "/"))), "trusted");
        assertRejected(ask(verifier, token(claims().issuer(null))), "trusted");
        var critical =
                IssuerServer.header("ES256", key("p256"))
                        .criticalParams(Set.of("exp"))
                        .customParam("exp", 1);
        assertRejected(
                ask(verifier, IssuerServer.sign(key("p256"), critical, claims().build())), "crit");
        assertThat(ask(verifier, "opaque")).isEqualTo(Verdict.UNKNOWN);
        assertThat(ask(verifier, "a.b")).isEqualTo(Verdict.UNKNOWN);
        assertRejected(ask(verifier, "a.b.c"), "no signed JWT");
    }

    @Test
    void changedTokensAreRefused() {
        server.has(key("p256").toPublicJWK(), key("rsa").toPublicJWK());
        var verifier = verifier();
        var good = token(claims());
        var bobs = token(claims().subject("bob"));
        assertAccepted(ask(verifier, good));
        var random = new SplittableRandom(14);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
        var parts = good.split("\\.", -1);
        var swapped = List.of(bobs.split("\\.", -1));
        assertThat(ask(verifier, parts[0] + "." + swapped.get(1) + "." + parts[2]))
                .isInstanceOf(Verdict.Rejected.class);
        assertThat(ask(verifier, parts[0] + "." + parts[1] + "." + swapped.get(2)))
                .isInstanceOf(Verdict.Rejected.class);
        // The last character of a part may have bits that nobody reads.
        for (int i = 0; i < 2_000; i++) {
            int at = random.nextInt(good.length());
            char other = alphabet.charAt(random.nextInt(alphabet.length()));
            boolean isLast =
                    at + 1 == good.length() || good.charAt(at) == '.' || good.charAt(at + 1) == '.';
            if (!isLast && good.charAt(at) != other) {
                var changed = good.substring(0, at) + other + good.substring(at + 1);
                assertThat(ask(verifier, changed))
                        .as("character %s is %s", at, other)
                        .isNotInstanceOf(Verdict.Accepted.class);
            }
        }
    }

    @Test
    void aTokenIsVerifiedOnceAndThenAtOnceUntilItExpires() {
        server.has(key("p256").toPublicJWK());
        var verifier = verifier();
        var token = token(claims());
        assertAccepted(ask(verifier, token));
        var asked = server.asked().size();
        server.close();
        var verdicts = new ArrayList<Verdict>();
        verifier.verify(token, new RequestHead("GET", "/mcp", Map.of(), "nobody"), verdicts::add);
        assertThat(verdicts).as("on the thread that asks").hasSize(1);
        assertAccepted(verdicts.getFirst());
        assertThat(server.asked()).hasSize(asked);
        now = START.plus(Duration.ofHours(1));
        assertRejected(ask(verifier, token), "expired");
    }

    @Test
    void aNewKeyIsFoundAndUnknownOnesAreAskedForSeldom() {
        server.has(key("p256").toPublicJWK());
        var verifier = verifier();
        assertAccepted(ask(verifier, token(claims())));
        server.has(key("p256").toPublicJWK(), key("other").toPublicJWK());
        var header = IssuerServer.header("ES256", key("other"));
        assertAccepted(ask(verifier, IssuerServer.sign(key("other"), header, claims().build())));
        var all = new ArrayList<CompletableFuture<Verdict>>();
        for (int i = 0; i < 100; i++) {
            var unknown = IssuerServer.header("ES256", key("other")).keyID("unknown" + i);
            var token = IssuerServer.sign(key("other"), unknown, claims().build());
            var verdict = new CompletableFuture<Verdict>();
            verifier.verify(token, new RequestHead("GET", "/mcp", Map.of(), ""), verdict::complete);
            all.add(verdict);
        }
        all.forEach(
                one -> assertRejected(one.orTimeout(60, TimeUnit.SECONDS).join(), "does not have"));
        assertThat(server.asked().stream().filter("/keys"::equals).count()).isLessThanOrEqualTo(4);
    }

    @Test
    void withoutKeysNobodyIsLetInAndKnownKeysOutliveAnOutage() {
        server.has(key("p256").toPublicJWK());
        var knowing = verifier();
        assertAccepted(ask(knowing, token(claims())));
        var ignorant = verifier();
        server.close();
        assertAccepted(ask(knowing, token(claims().subject("bob"))));
        assertThat(ask(ignorant, token(claims()))).isInstanceOf(Verdict.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-authorization-server/realm",
                "/.well-known/openid-configuration/realm",
                "/realm/.well-known/openid-configuration"
            })
    void keysAreFoundByTheMetadataOfTheIssuer(String path) {
        server.has(key("p256").toPublicJWK());
        server.describedAt(path);
        assertAccepted(ask(verifier(), token(claims())));
    }

    @Test
    void metadataOfAnotherIssuerAndRedirectsLeadNowhere() {
        server.has(key("p256").toPublicJWK());
        server.claims(server.issuer() + "/");
        assertThat(ask(verifier(), token(claims()))).isInstanceOf(Verdict.Unavailable.class);
        assertThat(server.asked()).doesNotContain("/keys");
        server.claims(server.issuer());
        server.redirects(server.issuer() + "/elsewhere");
        assertThat(ask(verifier(), token(claims()))).isInstanceOf(Verdict.Unavailable.class);
        assertThat(server.asked()).doesNotContain("/realm/elsewhere");
    }

    @Test
    void ofAThousandKeysTheRightOneIsTaken() throws Exception {
        var many = new ArrayList<JWK>();
        for (int i = 0; i < 1_000; i++) {
            many.add(((ECKey) key("other")).toPublicJWK());
            many.set(i, new ECKey.Builder((ECKey) many.get(i)).keyID("key" + i).build());
        }
        many.add(key("p256").toPublicJWK());
        server.has(many.toArray(JWK[]::new));
        var verifier = verifier();
        assertAccepted(ask(verifier, token(claims())));
        var unnamed = new JWSHeader.Builder(JWSAlgorithm.ES256);
        assertRejected(
                ask(verifier, IssuerServer.sign(key("p256"), unnamed, claims().build())),
                "signature");
    }
}
