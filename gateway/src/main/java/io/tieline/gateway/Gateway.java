package io.tieline.gateway;

import io.tieline.session.Backend;
import io.tieline.session.ClientSession;
import io.tieline.session.Conversation;
import io.tieline.session.Environment;
import io.tieline.session.Exchange;
import io.tieline.session.Service;

/**
 * Serves clients by what a backend answers: each client session is bound to a backend session by
 * the {@link SessionPolicy}, and each {@link io.tieline.session.Exchange} is carried by one {@link
 * Relay}.
 *
 * <p>Building one opens no connection. Safe for use by several threads. Closing it ends the backend
 * sessions that are shared; those of a client end with the client's session.
 */
public final class Gateway implements Service, AutoCloseable {

    private final Target target;
    private final Handles handles;
    private final SharedSessions shared;
    private final SpreadSessions spread;
    private final StatelessRoute stateless;

    /** A gateway in front of this backend. */
    public Gateway(Backend backend, GatewaySettings settings, Environment environment) {
        this.target = new Target(backend, settings, environment);
        this.handles = new Handles(environment.random(), target.account());
        this.shared = new SharedSessions(target, handles::forget);
        this.spread = new SpreadSessions(target);
        this.stateless = new StatelessRoute(target, shared, spread, handles);
    }

    @Override
    public Conversation open(ClientSession session) {
        return bind(session);
    }

    @Override
    public void serve(Exchange exchange) {
        Interception.begin(exchange, target, request -> stateless.serve(exchange, request));
    }

    private Binding bind(ClientSession session) {
        return switch (target.settings().sessions()) {
            case SessionPolicy.PerClientSession own -> new OwnSession(target, session);
            case SessionPolicy.PerRequest fresh -> new FreshSessions(target, session);
            case SessionPolicy.Shared all ->
                    new SharedBinding(target, shared, ScopeKey.EVERYBODY, session);
            case SessionPolicy.Pinned(var key) ->
                    new SharedBinding(
                            target,
                            shared,
                            new ScopeKey.OfKey(key.apply(session.owner())),
                            session);
        };
    }

    @Override
    public void close() {
        spread.close();
        shared.close();
        handles.close();
        target.close();
    }
}
