package io.tieline.gateway;

import io.tieline.session.Caller;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Exchange;
import io.tieline.session.era.RevisionDowngrade;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Binds a client session to a scope that it shares with others. The backend session is the
 * gateway's own: when it ends, the client's session goes on, with the next one.
 */
final class SharedBinding implements Binding, SharedClients.Member {

    private final Upstream upstream;
    private final Scopes scopes;
    private final ScopeKey key;
    private final ClientSession client;
    private final Audience audience;
    private final LossNotice loss;
    private volatile @Nullable Scope joined;
    private volatile boolean closed;

    SharedBinding(
            Upstream upstream,
            Scopes scopes,
            ScopeKey key,
            ClientSession client,
            Audience audience) {
        this.upstream = upstream;
        this.scopes = scopes;
        this.key = key;
        this.client = client;
        this.audience = audience;
        this.loss = new LossNotice(client.strand());
    }

    /** A client that comes joins the scope of its key, which may be forgotten just then. */
    @Override
    public void greet(Exchange exchange, Revision agreed) {
        join(Greeting.initialize(upstream, exchange, key, agreed), exchange.caller());
    }

    /** One that finds no room hears of that with its first request. */
    @Override
    public void join(Revision agreed) {
        join(null, client.owner());
    }

    private void join(@Nullable Greeting greeting, Caller caller) {
        var scope = scopes.of(key);
        if (scope == null) {
            if (greeting != null) {
                greeting.away(scopes.full());
            }
            return;
        }
        scope.strand()
                .run(() -> {
                    if (scope.enter()) {
                        joined(scope, greeting, caller);
                    } else {
                        join(greeting, caller);
                    }
                });
    }

    private void joined(Scope scope, @Nullable Greeting greeting, Caller caller) {
        scope.clients().join(this);
        joined = scope;
        if (closed) {
            leave(scope);
        } else {
            scope.clients().greet(greeting, caller);
        }
    }

    private void leave(Scope scope) {
        if (scope.clients().leave(this)) {
            scope.leave();
        }
    }

    /** The scope of a client that is quick, and has not joined yet, is that of its key as well. */
    private @Nullable Scope scope() {
        var own = joined;
        return own == null ? scopes.of(key) : own;
    }

    @Override
    public void serve(Exchange exchange, Request request) {
        var due = loss.due(upstream.name());
        if (due != null) {
            exchange.fail(due);
            return;
        }
        RevisionDowngrade.translate(exchange, request, client.revision());
        var scope = scope();
        if (scope == null) {
            exchange.fail(scopes.full().error(upstream.name(), "connect"));
        } else {
            scope.strand().run(() -> scope.clients().serve(this, exchange, request));
        }
    }

    @Override
    public void tell(Notification notification) {
        var scope = scope();
        if (scope != null) {
            scope.strand().run(() -> scope.clients().notified(notification));
        }
    }

    @Override
    public void close() {
        closed = true;
        var scope = joined;
        if (scope != null) {
            scope.strand().run(() -> leave(scope));
        }
    }

    /** What this client knows of the ends of backend sessions. */
    LossNotice loss() {
        return loss;
    }

    @Override
    public void lost(BackendSession session, LinkFailure failure) {
        client.strand()
                .run(() -> {
                    loss.happened(session, failure);
                    audience.lost();
                });
    }

    @Override
    public void hear(Notification notification) {
        client.strand().run(() -> audience.tell(notification));
    }
}
