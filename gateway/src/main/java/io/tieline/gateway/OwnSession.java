package io.tieline.gateway;

import io.tieline.session.BackendSession;
import io.tieline.session.CallRule;
import io.tieline.session.ClientSession;
import io.tieline.session.Exchange;
import io.tieline.session.LinkFailure;
import io.tieline.session.LinkFailure.Kind;
import io.tieline.session.Question;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import org.jspecify.annotations.Nullable;

/**
 * One client session and the backend session that is its own. Since the backend session serves
 * nobody else, whatever it says is certainly for this client.
 */
final class OwnSession implements Binding, BackendSession.Listener {

    private final Target target;
    private final ClientSession client;
    private final FreshSessions leases;
    private final Loss loss;
    private final Memory memory;
    private final Backoff backoff;
    private Revision agreed = Revision.LATEST_HANDSHAKE;
    private @Nullable BackendSession backend;
    private @Nullable Exchange greeting;
    private boolean opened;

    OwnSession(Target target, ClientSession client) {
        this.target = target;
        this.client = client;
        this.memory = new Memory(target, client.account());
        this.leases = new FreshSessions(target, client);
        this.loss = new Loss(client.strand());
        this.backoff = new Backoff(target.environment());
    }

    @Override
    public void initialize(Exchange exchange, Revision revision) {
        agreed = revision;
        leases.agree(revision);
        greeting = exchange;
        open();
    }

    private BackendSession open() {
        opened = false;
        var session = target.openFor(client, agreed, this);
        backend = session;
        return session;
    }

    @Override
    public void serve(Exchange exchange, Request request) {
        boolean busy = client.inFlight() > 1;
        if (busy && target.settings().calls() == CallRule.LEASE) {
            leases.serve(exchange, request);
            return;
        }
        var current = backend;
        if (current != null && current.isOver()) {
            // Its calls have failed and its end is about to be told; this request comes after that.
            current.strand().run(() -> client.strand().run(() -> serve(exchange, request)));
            return;
        }
        var due = backend == null ? loss.due(target.name()) : null;
        var refused = backend == null ? backoff.refuses() : null;
        if (due != null) {
            exchange.fail(due);
        } else if (refused != null) {
            exchange.fail(refused.error(target.name(), "connect"));
        } else {
            carry(exchange, request, backend == null ? open() : backend);
        }
    }

    private void carry(Exchange exchange, Request request, BackendSession session) {
        memory.serving(exchange, request);
        Older.translate(exchange, request, agreed);
        OlderEra.translate(exchange, session);
        target.carry(exchange, request, session, loss::told);
    }

    @Override
    public void notified(Notification notification) {
        if (backend != null) {
            backend.tell(notification);
        }
    }

    @Override
    public void close() {
        greeting = null;
        memory.close();
        leases.close();
        if (backend != null) {
            target.leave(backend, client.end());
            backend = null;
        }
    }

    // The backend session's strand hands over to the client's.

    @Override
    public void opened(BackendSession session, Json result) {
        target.seen(session, result);
        client.strand()
                .run(() -> {
                    if (isCurrent(session)) {
                        welcome(session, result);
                    }
                });
    }

    private void welcome(BackendSession session, Json result) {
        opened = true;
        backoff.opened();
        if (greeting != null) {
            greeting.finish(Welcome.own(target, result, agreed));
            greeting = null;
        } else {
            memory.tell(session);
        }
    }

    @Override
    public void closed(BackendSession session, LinkFailure failure) {
        client.strand()
                .run(() -> {
                    if (isCurrent(session)) {
                        backend = null;
                        gone(session, failure);
                    }
                });
    }

    private void gone(BackendSession session, LinkFailure failure) {
        if (opened) {
            backoff.ended(session, failure);
            loss.happened(session, failure);
            if (failure.kind() == Kind.SESSION_LOST) {
                // Other requests in flight are served by sessions of their own, and may have run.
                var others = failure.executed(LinkFailure.Executed.MAYBE);
                client.expire(others.error(target.name(), "call"));
            }
            return;
        }
        backoff.failed(failure);
        if (greeting != null) {
            Welcome.away(greeting, target, failure, agreed);
            greeting = null;
        }
    }

    @Override
    public void told(BackendSession session, Notification notification) {
        client.strand()
                .run(() -> {
                    if (isCurrent(session)) {
                        target.heard(notification);
                        client.tell(notification);
                    }
                });
    }

    @Override
    public void asked(BackendSession session, Question question) {
        client.ask(question);
    }

    @SuppressWarnings("ReferenceEquality") // the very session, not one like it
    private boolean isCurrent(BackendSession session) {
        return session == backend;
    }
}
