package io.tieline.gateway;

/** Whose state a shared backend session holds. */
sealed interface ScopeKey {

    /** The state of all clients with this key, which is blank for everybody. */
    record OfKey(String key) implements ScopeKey {}

    /** The state of all requests of this principal that have no session of their own. */
    record OfPrincipal(String principal) implements ScopeKey {}

    /** The state that this principal knows by a name: by a cookie or a handle. */
    record Named(String principal, String name) implements ScopeKey {}

    /** Everybody's. */
    ScopeKey EVERYBODY = new OfKey("");
}
