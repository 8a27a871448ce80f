package io.tieline.gateway;

import io.tieline.session.Question;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.Call;
import io.tieline.session.backend.CallListener;
import io.tieline.session.backend.CallOptions;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Carries one exchange through one call and back. Both are in final fields, so there is nothing to
 * look up and nothing to mistake: whatever the backend says during the call is handed to this
 * exchange and to no other.
 */
final class Relay implements CallListener {

    private final Exchange exchange;
    private final BackendSession backend;
    private final Consumer<BackendSession> toldOfEnd;
    private final Call call;

    private Relay(
            Exchange exchange,
            Request request,
            BackendSession backend,
            CallOptions options,
            Consumer<BackendSession> toldOfEnd) {
        this.exchange = exchange;
        this.backend = backend;
        this.toldOfEnd = toldOfEnd;
        this.call = ObservedCall.begin(this, exchange, request, backend, options);
    }

    /** Begins the call, and ends it when the client takes the request back or is gone. */
    static void carry(
            Exchange exchange,
            Request request,
            BackendSession backend,
            CallOptions options,
            Consumer<BackendSession> toldOfEnd) {
        var relay = new Relay(exchange, request, backend, options, toldOfEnd);
        exchange.onCancel(relay.call::cancel);
        exchange.onPressure(relay.call::press);
    }

    @Override
    public void answered(Response response) {
        exchange.finish(response);
    }

    @Override
    public void answered(Response response, Duration took) {
        exchange.finish(response, took);
    }

    @Override
    public void notified(Notification notification) {
        exchange.tell(notification);
    }

    @Override
    public void asked(Question question) {
        exchange.ask(question);
    }

    @Override
    public void failed(RpcError error) {
        if (backend.isOver()) {
            toldOfEnd.accept(backend);
        }
        exchange.fail(error);
    }

    @Override
    public void paused() {
        exchange.pause();
    }
}
