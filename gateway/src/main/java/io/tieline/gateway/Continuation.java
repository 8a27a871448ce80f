package io.tieline.gateway;

import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.client.Exchange;
import io.tieline.wire.Json;
import java.util.function.Consumer;

/**
 * A step of an exchange that waits for the backend session. It is left out if the exchange is over
 * by then; if no session can be opened, the exchange fails.
 */
final class Continuation implements Slot.Waiter {

    private final Exchange exchange;
    private final Upstream upstream;
    private final Consumer<BackendSession> step;

    // Written on the exchange's strand, read on the slot's.
    private volatile boolean isOver;

    private Continuation(Exchange exchange, Upstream upstream, Consumer<BackendSession> step) {
        this.exchange = exchange;
        this.upstream = upstream;
        this.step = step;
    }

    static Continuation of(Exchange exchange, Upstream upstream, Consumer<BackendSession> step) {
        var next = new Continuation(exchange, upstream, step);
        exchange.onOver(() -> next.isOver = true);
        return next;
    }

    @Override
    public void opened(BackendSession session, Json initializeResult) {
        if (!isOver) {
            step.accept(session);
        }
    }

    @Override
    public void away(LinkFailure failure) {
        exchange.fail(failure.error(upstream.name(), "connect"));
    }
}
