package io.tieline.gateway;

import io.tieline.session.Question;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.CallRule;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Exchange;
import io.tieline.session.era.RevisionDowngrade;
import io.tieline.session.era.StatelessToHandshake;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Binds a client session to a backend session that is its own. Since the backend session serves
 * nobody else, all that it says is certainly for this client.
 */
final class SessionBinding implements Binding, Slot.Owner {

    /** Why a session ends while its client's goes on. */
    private static final String GIVEN_UP = "its client is not served by it any longer";

    private final Upstream upstream;
    private final ClientSession client;
    private final Audience audience;
    private final LossNotice loss;
    private final RestoredSettings settings;
    private final Slot slot;

    /** For requests that come while others are under way, where these may not overlap. */
    private final @Nullable ExchangeBinding leases;

    /** The client's headers as it sent them last; they go with each request to the backend. */
    private volatile Map<String, String> headers;

    private Revision agreed = Revision.LATEST_HANDSHAKE;

    SessionBinding(Upstream upstream, ClientSession client, Audience audience) {
        this.upstream = upstream;
        this.client = client;
        this.audience = audience;
        this.settings = new RestoredSettings(upstream, client.account());
        this.loss = new LossNotice(client.strand());
        this.headers = upstream.forwarding().headers(client.owner());
        this.slot = new Slot(upstream, client.strand(), this);
        this.leases =
                upstream.settings().calls() == CallRule.LEASE
                        ? new ExchangeBinding(upstream, client)
                        : null;
    }

    @Override
    public void greet(Exchange exchange, Revision revision) {
        join(revision);
        var key = ScopeKey.OF_SESSION;
        slot.await(Greeting.initialize(upstream, exchange, key, revision), exchange.caller());
    }

    @Override
    public void join(Revision revision) {
        agreed = revision;
    }

    @Override
    public void serve(Exchange exchange, Request request) {
        if (leases != null && client.inFlight() > 1) {
            leases.serve(exchange, request);
            return;
        }
        headers = upstream.forwarding().headers(exchange.caller(), headers);
        if (slot.isEnding()) {
            slot.afterEnd(() -> serve(exchange, request));
            return;
        }
        var due = loss.due(upstream.name());
        if (due != null) {
            exchange.fail(due);
            return;
        }
        var session = slot.sessionFor(exchange);
        if (session != null) {
            settings.serving(exchange, request);
            RevisionDowngrade.translate(exchange, request, agreed);
            StatelessToHandshake.translate(exchange, session);
            upstream.carry(exchange, request, session, loss::told);
        }
    }

    @Override
    public void tell(Notification notification) {
        var session = slot.session();
        if (session != null) {
            session.tell(notification);
        }
    }

    @Override
    public void close() {
        settings.close();
        if (leases != null) {
            leases.close();
        }
        slot.leave(client.isOpen() ? GIVEN_UP : client.end());
    }

    @Override
    public BackendSession open(Map<String, String> opening, BackendSession.Listener listener) {
        return upstream.openFor(client, agreed, () -> headers, listener);
    }

    @Override
    public void opened(BackendSession session, Json initializeResult) {
        settings.tell(session);
    }

    @Override
    public void lost(BackendSession session, LinkFailure failure) {
        loss.happened(session, failure);
        audience.lost();
        if (failure.kind() == Kind.SESSION_LOST) {
            // Other requests in flight are served by sessions of their own, and may have run.
            var others = failure.executed(LinkFailure.Executed.MAYBE);
            audience.expire(others.error(upstream.name(), "call"));
        }
    }

    @Override
    public void told(Notification notification) {
        audience.tell(notification);
    }

    @Override
    public void asked(Question question) {
        audience.ask(question);
    }
}
