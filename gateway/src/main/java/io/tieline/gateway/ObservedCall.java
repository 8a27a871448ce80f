package io.tieline.gateway;

import io.tieline.session.ExchangeObserver.ServerCall;
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

/**
 * Tells the observer of an exchange what happens to one call of it, on the way to the {@link Relay}
 * that carries the call. An exchange that nobody observes has none.
 */
final class ObservedCall implements CallListener {

    private final CallListener relay;
    private final Exchange exchange;
    private final ServerCall call;

    private ObservedCall(CallListener relay, Exchange exchange, ServerCall call) {
        this.relay = relay;
        this.exchange = exchange;
        this.call = call;
    }

    /** Begins a call; the relay itself hears of it if nobody observes the exchange. */
    static Call begin(
            CallListener relay,
            Exchange exchange,
            Request request,
            BackendSession backend,
            CallOptions options) {
        if (!exchange.isObserved()) {
            return backend.call(request, relay, options);
        }
        var call = new ServerCall(backend.name(), request);
        var sent = exchange.outgoing(call);
        exchange.observe(observer -> observer.routed(call));
        return backend.call(sent, new ObservedCall(relay, exchange, call), options);
    }

    @Override
    public void left(Request sent) {
        exchange.observe(observer -> observer.left(call, sent));
    }

    @Override
    public void answered(Response response) {
        answered(response, Duration.ZERO);
    }

    @Override
    public void answered(Response response, Duration took) {
        exchange.observe(observer -> observer.returned(call, response, took));
        relay.answered(response, took);
    }

    @Override
    public void notified(Notification notification) {
        relay.notified(notification);
    }

    @Override
    public void asked(Question question) {
        exchange.ask(question, call);
    }

    @Override
    public void failed(RpcError error) {
        exchange.observe(observer -> observer.failed(call, error));
        relay.failed(error);
    }

    @Override
    public void paused() {
        relay.paused();
    }
}
