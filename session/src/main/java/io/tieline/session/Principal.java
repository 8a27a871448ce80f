package io.tieline.session;

import io.tieline.wire.Json;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who sends requests, as far as somebody vouches for it. State, tasks, parked requests and caches
 * are one principal's own.
 *
 * <p>Two are the same principal if issuer and name are the same: what it may do, and what else is
 * said of it, changes with each credential that it brings, and is that request's alone. Immutable.
 */
public final class Principal {

    /** Everybody who reaches a listener that asks nobody who they are, and who starts a program. */
    public static final Principal LOCAL = of("local");

    private final String issuer;
    private final String name;
    private final Set<String> scopes;
    private final Json claims;
    private final String client;
    private final int hash;

    /**
     * @param issuer who vouches for the name: an authorization server's URL; empty if it is this
     *     process itself
     * @param name whose credential it is, unique with its issuer: a subject, a certificate's name
     * @param scopes what the credential allows, in the words of its issuer
     * @param claims what else its issuer says of it; an object
     * @throws IllegalArgumentException if the issuer cannot be one
     */
    public Principal(String issuer, String name, Set<String> scopes, Json claims) {
        this(issuer, name, scopes, claims, "");
    }

    /**
     * @param issuer who vouches for the name: an authorization server's URL; empty if it is this
     *     process itself
     * @param name whose credential it is, unique with its issuer: a subject, a certificate's name
     * @param scopes what the credential allows, in the words of its issuer
     * @param claims what else its issuer says of it; an object
     * @param client by which program it is used, as its issuer knows it; empty if nobody says
     * @throws IllegalArgumentException if the issuer cannot be one
     */
    public Principal(String issuer, String name, Set<String> scopes, Json claims, String client) {
        if (issuer.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("An issuer is a URL");
        }
        this.issuer = issuer;
        this.name = name;
        this.scopes = Set.copyOf(scopes);
        this.claims = claims;
        this.client = client;
        this.hash = Objects.hash(issuer, name);
    }

    /** One of this name that this process vouches for, and of which it says nothing more. */
    public static Principal of(String name) {
        return new Principal("", name, Set.of(), Json.EMPTY_OBJECT);
    }

    /** Who vouches for the name; empty if it is this process. */
    public String issuer() {
        return issuer;
    }

    /** What it is called by its issuer. */
    public String name() {
        return name;
    }

    /** Issuer and name as one text, which no other principal has. Not for people. */
    public String key() {
        return issuer + '\0' + name;
    }

    /** What the credential of this request allows. */
    public Set<String> scopes() {
        return scopes;
    }

    /** What its issuer says of it with this request; an object. */
    public Json claims() {
        return claims;
    }

    /**
     * By which program the credential of this request is used; empty if nobody says. A session is
     * that of one program.
     */
    public String client() {
        return client;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Principal same
                        && hash == same.hash
                        && name.equals(same.name)
                        && issuer.equals(same.issuer));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Its name, and who vouches for it; no claim, since those may be private. */
    @Override
    public String toString() {
        return issuer.isEmpty() ? name : name + " of " + issuer;
    }
}
