package io.tieline.gateway;

import io.tieline.session.ClientSession;
import io.tieline.session.Exchange;
import io.tieline.session.LinkFailure;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;

/** One client session among the several that share a backend session. */
final class SharedBinding implements Binding {

    private final SharedSessions sessions;
    private final String key;
    private final ClientSession client;
    private final Loss loss = new Loss();
    private volatile Revision agreed = Revision.LATEST_HANDSHAKE;

    SharedBinding(SharedSessions sessions, String key, ClientSession client) {
        this.sessions = sessions;
        this.key = key;
        this.client = client;
    }

    private SharedSession shared() {
        return sessions.of(key);
    }

    Revision agreed() {
        return agreed;
    }

    @Override
    public void initialize(Exchange exchange, Revision revision) {
        agreed = revision;
        var session = shared();
        session.strand().run(() -> session.join(this, exchange));
    }

    @Override
    public void serve(Exchange exchange, Request request) {
        var due = loss.due(sessions.backendName());
        if (due != null) {
            exchange.fail(due);
            return;
        }
        exchange.onFinish(loss::seen);
        Older.translate(exchange, request, agreed);
        var session = shared();
        session.strand().run(() -> session.serve(this, exchange, request));
    }

    @Override
    public void notified(Notification notification) {
        var session = shared();
        session.strand().run(() -> session.notified(notification));
    }

    @Override
    public void close() {
        var session = shared();
        session.strand().run(() -> session.leave(this));
    }

    /** The backend session has ended by itself. */
    void lost(LinkFailure failure) {
        client.strand()
                .run(() -> {
                    loss.happened(failure);
                    if (failure.kind() == LinkFailure.Kind.SESSION_LOST) {
                        client.expire();
                    }
                });
    }

    void tell(Notification notification) {
        client.tell(notification);
    }
}
