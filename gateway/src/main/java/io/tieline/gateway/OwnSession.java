package io.tieline.gateway;

import io.tieline.session.BackendSession;
import io.tieline.session.CallRule;
import io.tieline.session.ClientSession;
import io.tieline.session.Exchange;
import io.tieline.session.LinkFailure;
import io.tieline.session.LinkFailure.Kind;
import io.tieline.session.Question;
import io.tieline.session.era.RevisionDowngrade;
import io.tieline.session.era.StatelessToHandshake;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One client session and the backend session that is its own. Since the backend session serves
 * nobody else, whatever it says is certainly for this client.
 */
final class OwnSession extends Binding implements Slot.Owner {

    private final ClientSession client;
    private final FreshSessions leases;
    private final Loss loss;
    private final Memory memory;
    private final Slot slot;

    /** The client's headers as it sent them last; they go with each request to the backend. */
    private volatile Map<String, String> headers;

    private @Nullable Exchange greeting;

    OwnSession(Target target, ClientSession client) {
        super(target);
        this.client = client;
        this.memory = new Memory(target, client.account());
        this.leases = new FreshSessions(target, client);
        this.loss = new Loss(client.strand());
        this.headers = target.forwarded(client.owner());
        this.slot = new Slot(target, client.strand(), this);
    }

    @Override
    void greet(Exchange exchange) {
        leases.agree(agreed());
        greeting = exchange;
        slot.open(exchange.caller());
    }

    @Override
    void serve(Exchange exchange, Request request) {
        boolean busy = client.inFlight() > 1;
        if (busy && target.settings().calls() == CallRule.LEASE) {
            leases.serve(exchange, request);
            return;
        }
        headers = target.forwarded(exchange.caller(), headers);
        if (slot.runsAfterEnd(() -> serve(exchange, request))) {
            return;
        }
        var due = loss.due(target.name());
        if (due != null) {
            exchange.fail(due);
        } else {
            slot.carry(exchange, session -> carry(exchange, request, session));
        }
    }

    private void carry(Exchange exchange, Request request, BackendSession session) {
        memory.serving(exchange, request);
        RevisionDowngrade.translate(exchange, request, agreed());
        StatelessToHandshake.translate(exchange, session);
        target.carry(exchange, request, session, loss::told);
    }

    @Override
    void carry(Notification notification) {
        var session = slot.session();
        if (session != null) {
            session.tell(notification);
        }
    }

    @Override
    public void closed() {
        greeting = null;
        memory.close();
        leases.closed();
        slot.leave(client.end());
    }

    @Override
    public BackendSession open(Map<String, String> opening, BackendSession.Listener listener) {
        return target.openFor(client, agreed(), () -> headers, listener);
    }

    @Override
    public void opened(BackendSession session, Json result) {
        if (greeting != null) {
            greeting.finish(Welcome.own(target, result, agreed()));
            greeting = null;
        } else {
            memory.tell(session);
        }
    }

    @Override
    public void away(LinkFailure failure) {
        if (greeting != null) {
            Welcome.away(greeting, target, failure, agreed());
            greeting = null;
        }
    }

    @Override
    public void lost(BackendSession session, LinkFailure failure) {
        loss.happened(session, failure);
        if (failure.kind() == Kind.SESSION_LOST) {
            // Other requests in flight are served by sessions of their own, and may have run.
            var others = failure.executed(LinkFailure.Executed.MAYBE);
            client.expire(others.error(target.name(), "call"));
        }
    }

    @Override
    public void told(Notification notification) {
        client.tell(notification);
    }

    @Override
    public void asked(Question question) {
        client.ask(question);
    }
}
