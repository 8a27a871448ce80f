package io.tieline.framework;

import io.tieline.session.Conversation;
import io.tieline.session.Exchange;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.util.List;

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
        backend = Member.object(result.result(), "capabilities");
        if (components.isEmpty()) {
            return response;
        }
        var both = backend;
        for (var own : components.capabilities(agreed(result.result())).members()) {
            both = with(both, own);
        }
        return result.withResult(result.result().with("capabilities", both));
    }

    private static Revision agreed(Json welcome) {
        var text = welcome.text("protocolVersion");
        var revision = text == null ? null : Revision.of(text);
        return revision == null ? Revision.LATEST_HANDSHAKE : revision;
    }

    /** Adds what we can and the backend cannot. */
    private static Json with(Json declared, Json.Member own) {
        var known = declared.get(own.name());
        if (known == null) {
            return declared.with(own.name(), own.value());
        }
        var both = declared;
        for (var detail : own.value().members()) {
            both = both.with(List.of(own.name(), detail.name()), detail.value());
        }
        return both;
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
