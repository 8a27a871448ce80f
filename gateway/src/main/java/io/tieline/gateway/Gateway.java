package io.tieline.gateway;

import io.tieline.session.Environment;
import io.tieline.session.backend.Backend;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;

/**
 * Serves clients by what a backend answers: each client session is bound to a backend session by
 * the {@link SessionPolicy}, and each {@link io.tieline.session.client.Exchange} is carried by one
 * {@link Relay}.
 *
 * <p>Building one opens no connection. Safe for use by several threads. Closing it ends the backend
 * sessions that are shared; those of a client end with the client's session.
 */
public final class Gateway implements Service, AutoCloseable {

    private final Upstream upstream;
    private final TaskOwners tasks;
    private final Handles handles;
    private final InterceptorChain front;
    private final Scopes scopes;
    private final StatelessRequests stateless;

    /** A gateway in front of this backend. */
    public Gateway(Backend backend, GatewaySettings settings, Environment environment) {
        this.upstream = new Upstream(backend, settings, environment);
        this.tasks = new TaskOwners(upstream.account());
        this.handles = new Handles(environment.random(), upstream.account());
        this.front = new InterceptorChain(settings.interceptors(), tasks);
        this.scopes = new Scopes(upstream, handles::forget);
        this.stateless = new StatelessRequests(upstream, scopes, handles);
    }

    @Override
    public Conversation open(ClientSession session) {
        return new ClientConversation(front, bind(session));
    }

    @Override
    public void serve(Exchange exchange) {
        front.serve(exchange, stateless);
    }

    private Binding bind(ClientSession session) {
        return switch (ScopeKey.of(upstream.settings(), session, session.owner())) {
            case ScopeKey.OfSession _ -> new SessionBinding(upstream, session);
            case ScopeKey.OfExchange _ -> new ExchangeBinding(upstream, session);
            case ScopeKey shared -> new SharedBinding(upstream, scopes, shared, session);
        };
    }

    @Override
    public void close() {
        scopes.close();
        handles.close();
        tasks.close();
        upstream.close();
    }
}
