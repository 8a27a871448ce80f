package io.tieline.gateway;

import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;

/** One client session's conversation with the gateway. */
final class ClientConversation implements Conversation {

    private final Membership backend;

    ClientConversation(Membership backend) {
        this.backend = backend;
    }

    @Override
    public void initialize(Exchange exchange) {
        backend.greet(exchange, agreed(exchange.request()));
    }

    /**
     * The client's own revision if we speak it, else our latest (all revisions, "Version
     * Negotiation").
     */
    private static Revision agreed(Request initialize) {
        var params = initialize.params();
        return Revision.ofHandshakeOrLatest(params == null ? null : params.text("protocolVersion"));
    }

    @Override
    public void serve(Exchange exchange) {
        backend.serve(exchange, exchange.request());
    }

    @Override
    public void notified(Notification notification) {
        // The handshake with the backend is the gateway's own.
        if (!notification.method().equals(Method.INITIALIZED)) {
            backend.tell(notification);
        }
    }

    @Override
    public void closed() {
        backend.close();
    }
}
