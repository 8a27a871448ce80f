package io.tieline.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An authorization server on this machine, as far as those who verify its tokens see it. */
final class IssuerServer implements AutoCloseable {

    private final HttpServer server;
    private final List<JWK> keys = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String path = "/.well-known/oauth-authorization-server/realm";
    private volatile @Nullable String claimed;
    private volatile @Nullable String redirect;

    IssuerServer() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String issuer() {
        return root() + "/realm";
    }

    private String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was asked for, in its order. */
    List<String> asked() {
        return new ArrayList<>(asked);
    }

    /** Metadata is found at this path only. */
    void describedAt(String other) {
        path = other;
    }

    /** Its metadata names this issuer instead. */
    void claims(String other) {
        claimed = other;
    }

    /** Whoever asks for keys is sent there instead. */
    void redirects(String other) {
        redirect = other;
    }

    /** These are its keys from now on. */
    void has(JWK... those) {
        keys.clear();
        keys.addAll(List.of(those));
    }

    private void answer(HttpExchange exchange) throws IOException {
        var wanted = exchange.getRequestURI().getPath();
        asked.add(wanted);
        var named = claimed;
        var elsewhere = redirect;
        if (wanted.equals(path)) {
            var issuer = named == null ? issuer() : named;
            var text = "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + root() + "/keys\"}";
            send(exchange, 200, text);
        } else if (wanted.equals("/keys") && elsewhere != null) {
            exchange.getResponseHeaders().add("location", elsewhere);
            send(exchange, 302, "");
        } else if (wanted.equals("/keys")) {
            send(exchange, 200, new JWKSet(new ArrayList<>(keys)).toString(true));
        } else {
            send(exchange, 404, "");
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            var bytes = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    /** A token of these claims, signed by this key. */
    static String sign(JWK key, JWSHeader.Builder header, JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(header.build(), claims);
            token.sign(signer(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSSigner signer(JWK key) throws JOSEException {
        return key instanceof RSAKey rsa
                ? new RSASSASigner(rsa.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()))
                : new ECDSASigner((ECKey) key);
    }

    /** A header that names its key. */
    static JWSHeader.Builder header(String algorithm, JWK key) {
        return new JWSHeader.Builder(JWSAlgorithm.parse(algorithm))
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
