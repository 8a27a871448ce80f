package io.tieline.gateway;

import io.tieline.session.Caller;
import io.tieline.session.Principal;
import io.tieline.session.client.Client;
import io.tieline.session.client.ClientSession;
import org.jspecify.annotations.Nullable;

/** Whose state a backend session holds. */
sealed interface ScopeKey {

    /** The state of one client session, which it has to itself. */
    record OfSession() implements ScopeKey {}

    /** No state: a backend session for one exchange. */
    record OfExchange() implements ScopeKey {}

    /** The state of all clients with this key, which is blank for everybody. */
    record OfKey(String key) implements ScopeKey {}

    /** The state of all requests of this principal that have no session of their own. */
    record OfPrincipal(Principal principal) implements ScopeKey {}

    /** The state that this principal knows by a name: by a cookie or a handle. */
    record Named(Principal principal, String name) implements ScopeKey {}

    /**
     * No state, where neither the client nor the backend has a session: what one thread carries for
     * this principal.
     */
    record OfShard(Principal principal, int shard) implements ScopeKey {}

    /** Everybody's. */
    ScopeKey EVERYBODY = new OfKey("");

    /** Of each session its own. */
    ScopeKey OF_SESSION = new OfSession();

    /** Of each exchange its own. */
    ScopeKey OF_EXCHANGE = new OfExchange();

    /** Whose state a client meets: for a session once, by who opens it; else for each request. */
    static ScopeKey of(GatewaySettings settings, Client client, Caller caller) {
        return switch (settings.sessions()) {
            case SessionPolicy.Shared _ -> EVERYBODY;
            case SessionPolicy.Pinned(var key) -> new OfKey(key.apply(caller));
            case SessionPolicy.PerRequest _ -> OF_EXCHANGE;
            case SessionPolicy.PerClientSession _ ->
                    client instanceof ClientSession ? OF_SESSION : of(settings.stateKey(), caller);
        };
    }

    /** A handle is named by its call alone; where there are no cookies, there is the principal. */
    private static ScopeKey of(StateKey stateKey, Caller caller) {
        return switch (stateKey) {
            case REQUEST -> OF_EXCHANGE;
            case PRINCIPAL, HANDLE -> new OfPrincipal(caller.principal());
            case COOKIE -> byCookie(caller, caller.cookie());
            case AUTO -> byCookie(caller, kept(caller));
        };
    }

    private static ScopeKey byCookie(Caller caller, Caller.@Nullable Cookie cookie) {
        return cookie == null
                ? new OfPrincipal(caller.principal())
                : new Named(caller.principal(), cookie.value());
    }

    /**
     * The cookie of a client that has shown that it keeps it, and that nothing else tells apart.
     */
    private static Caller.@Nullable Cookie kept(Caller caller) {
        var cookie = caller.cookie();
        boolean counts = cookie != null && cookie.isReturned() && !caller.isIdentified();
        return counts ? cookie : null;
    }
}
