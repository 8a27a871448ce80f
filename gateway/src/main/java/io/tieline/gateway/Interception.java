package io.tieline.gateway;

import io.tieline.session.Exchange;
import io.tieline.wire.Request;
import java.util.function.Consumer;

/** The way of one request through the interceptors. On the client's strand. */
final class Interception {

    private final Exchange exchange;
    private final Target target;
    private final Consumer<Request> end;

    private Interception(Exchange exchange, Target target, Consumer<Request> end) {
        this.exchange = exchange;
        this.target = target;
        this.end = end;
    }

    /** Lets every interceptor see the request; what is left of it goes to the end of the way. */
    static void begin(Exchange exchange, Target target, Consumer<Request> end) {
        new Interception(exchange, target, end).proceed(exchange.request(), 0);
    }

    private void proceed(Request request, int index) {
        var interceptors = target.settings().interceptors();
        if (index < interceptors.size()) {
            Interceptor.Next next = changed -> goOn(changed, index + 1);
            interceptors.get(index).intercept(exchange, request, next);
        } else if (!target.tasks().refuses(exchange, request)) {
            end.accept(request);
        }
    }

    /** An interceptor may go on from any thread. */
    private void goOn(Request request, int index) {
        var strand = exchange.client().strand();
        strand.run(() -> exchange.attempt(() -> proceed(request, index)));
    }
}
