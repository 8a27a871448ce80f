package io.tieline.framework;

import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;

/** One client's conversation with a proxy: the gateway's, and what the proxy adds to it. */
final class ProxyConversation implements Conversation {

    private final Conversation gateway;
    private final ServerSession session;
    private final Components components;
    private final Runnable atEnd;
    private Json backend = Json.EMPTY_OBJECT;
    private volatile boolean open;

    ProxyConversation(
            Conversation gateway, ServerSession session, Components components, Runnable atEnd) {
        this.gateway = gateway;
        this.session = session;
        this.components = components;
        this.atEnd = atEnd;
    }

    ServerSession session() {
        return session;
    }

    /** Tells the client something of the proxy's own, if the handshake is done. */
    void tell(String method) {
        if (open) {
            session.tell(method);
        }
    }

    /** Whether the backend has declared the capability. */
    boolean backendCan(String capability) {
        return backend.get(capability) != null;
    }

    @Override
    public void initialize(Exchange exchange) {
        exchange.onFinish(this::welcomed);
        gateway.initialize(exchange);
    }

    private Response welcomed(Response response) {
        if (!(response instanceof Result result)) {
            return response;
        }
        open = true;
        backend = JsonMembers.object(result.result(), "capabilities");
        var agreed = Revision.ofHandshakeOrLatest(result.result().text("protocolVersion"));
        return result.withResult(components.addedTo(result.result(), agreed));
    }

    @Override
    public void serve(Exchange exchange) {
        gateway.serve(exchange);
    }

    @Override
    public void notified(Notification notification) {
        gateway.notified(notification);
    }

    @Override
    public void closed() {
        atEnd.run();
        gateway.closed();
        session.end();
    }
}
