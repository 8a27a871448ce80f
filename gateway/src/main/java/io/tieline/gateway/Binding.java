package io.tieline.gateway;

import io.tieline.session.Conversation;
import io.tieline.session.Exchange;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;

/**
 * One client's conversation with the gateway, and what binds it to its backend session or sessions:
 * one implementation for each kind of {@link SessionPolicy}. Requests come to it by way of the
 * interceptors.
 */
abstract class Binding implements Conversation {

    final Target target;

    /** The revision in which the client's handshake is answered. */
    private volatile Revision agreed = Revision.LATEST_HANDSHAKE;

    Binding(Target target) {
        this.target = target;
    }

    /** The client's handshake. */
    abstract void greet(Exchange exchange);

    /** Carries a request to the backend and back. */
    abstract void serve(Exchange exchange, Request request);

    /** A notification of the client that is the backend's business. */
    abstract void carry(Notification notification);

    @Override
    public final void initialize(Exchange exchange) {
        agree(agreed(exchange.request()));
        greet(exchange);
    }

    void agree(Revision revision) {
        agreed = revision;
    }

    Revision agreed() {
        return agreed;
    }

    /**
     * The client's own revision if we speak it, else our latest (all revisions, "Version
     * Negotiation").
     */
    private static Revision agreed(Request initialize) {
        var params = initialize.params();
        var wanted = params == null ? null : params.text("protocolVersion");
        var known = wanted == null ? null : Revision.ofHandshake(wanted);
        return known == null ? Revision.LATEST_HANDSHAKE : known;
    }

    @Override
    public final void serve(Exchange exchange) {
        Interception.begin(exchange, target, request -> serve(exchange, request));
    }

    @Override
    public final void notified(Notification notification) {
        // The handshake with the backend is the gateway's own.
        if (!notification.method().equals(Method.INITIALIZED)) {
            carry(notification);
        }
    }
}
