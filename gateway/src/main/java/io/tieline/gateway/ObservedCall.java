package io.tieline.gateway;

import io.tieline.session.ExchangeObserver.ServerCall;
import io.tieline.session.Question;
import io.tieline.session.backend.CallListener;
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

    /** The listener of a call that begins: the relay itself if nobody observes the exchange. */
    static CallListener around(
            CallListener relay, Exchange exchange, String server, Request request) {
        if (!exchange.isObserved()) {
            return relay;
        }
        var call = new ServerCall(server, request);
        exchange.observe(observer -> observer.routed(call));
        return new ObservedCall(relay, exchange, call);
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
