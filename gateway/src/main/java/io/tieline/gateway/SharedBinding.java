package io.tieline.gateway;

import io.tieline.session.BackendSession;
import io.tieline.session.Caller;
import io.tieline.session.ClientSession;
import io.tieline.session.Exchange;
import io.tieline.session.LinkFailure;
import io.tieline.session.era.RevisionDowngrade;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client session among the several that share a backend session. */
final class SharedBinding extends Binding implements Member {

    private final SharedSessions sessions;
    private final ScopeKey key;
    private final ClientSession client;
    private final Loss loss;
    private volatile @Nullable Exchange greeting;
    private volatile @Nullable SharedSession joined;
    private volatile boolean closed;

    SharedBinding(Target target, SharedSessions sessions, ScopeKey key, ClientSession client) {
        super(target);
        this.sessions = sessions;
        this.key = key;
        this.client = client;
        this.loss = new Loss(client.strand());
    }

    @Override
    void greet(Exchange exchange) {
        greeting = exchange;
        enter(exchange.caller());
    }

    /** Who is quick comes before it has joined; then it is that of its key all the same. */
    private @Nullable SharedSession shared() {
        var own = joined;
        return own == null ? sessions.of(key) : own;
    }

    /**
     * Joins the session of its key: another one than it has found, if that is forgotten by then.
     */
    private void enter(Caller caller) {
        var session = sessions.of(key);
        if (session == null) {
            away(SharedSessions.full(target));
            return;
        }
        session.strand()
                .run(() -> {
                    if (session.join(this)) {
                        entered(session, caller);
                    } else {
                        enter(caller);
                    }
                });
    }

    private void entered(SharedSession session, Caller caller) {
        joined = session;
        if (closed) {
            session.leave(this);
        } else {
            session.await(this, caller);
        }
    }

    @Override
    public void opened(BackendSession session, Json initializeResult) {
        session.listen(() -> {});
        answer(waiting -> waiting.finish(Welcome.shared(target, initializeResult, agreed())));
    }

    @Override
    public void away(LinkFailure failure) {
        answer(waiting -> Welcome.away(waiting, target, failure, agreed()));
    }

    private void answer(Consumer<Exchange> welcome) {
        var waiting = greeting;
        greeting = null;
        if (waiting != null) {
            welcome.accept(waiting);
        }
    }

    @Override
    void serve(Exchange exchange, Request request) {
        var due = loss.due(target.name());
        if (due != null) {
            exchange.fail(due);
            return;
        }
        RevisionDowngrade.translate(exchange, request, agreed());
        var session = shared();
        if (session == null) {
            exchange.fail(SharedSessions.full(target).error(target.name(), "connect"));
        } else {
            session.strand().run(() -> session.serve(this, exchange, request));
        }
    }

    @Override
    void carry(Notification notification) {
        var session = shared();
        if (session != null) {
            session.strand().run(() -> session.notified(notification));
        }
    }

    @Override
    public void closed() {
        closed = true;
        var session = joined;
        if (session != null) {
            session.strand().run(() -> session.leave(this));
        }
    }

    /**
     * The backend session is the gateway's own: the client's session goes on, with the next one.
     */
    @Override
    public void lost(BackendSession session, LinkFailure failure) {
        client.strand().run(() -> loss.happened(session, failure));
    }

    /** What this client knows of the ends of backend sessions. */
    Loss loss() {
        return loss;
    }

    @Override
    public void tell(Notification notification) {
        client.tell(notification);
    }
}
