package io.tieline.gateway;

import io.tieline.session.client.Exchange;
import io.tieline.wire.Request;
import java.util.List;

/**
 * The way of each request through the interceptors to whoever serves it. On the client's strand.
 */
public final class InterceptorChain {

    /** Serves what the interceptors have left of a request. */
    @FunctionalInterface
    public interface Destination {
        /** Takes the request; called on the client's strand. */
        void serve(Exchange exchange, Request request);
    }

    private final List<Interceptor> interceptors;

    /** These interceptors, in this order. */
    public InterceptorChain(List<Interceptor> interceptors) {
        this.interceptors = List.copyOf(interceptors);
    }

    /** Lets every interceptor see the request. */
    public void serve(Exchange exchange, Request request, Destination end) {
        proceed(exchange, request, 0, end);
    }

    private void proceed(Exchange exchange, Request request, int index, Destination end) {
        if (index < interceptors.size()) {
            Interceptor.Next next = changed -> goOn(exchange, changed, index + 1, end);
            interceptors.get(index).intercept(exchange, request, next);
        } else {
            end.serve(exchange, request);
        }
    }

    /** An interceptor may go on from any thread. */
    private void goOn(Exchange exchange, Request request, int index, Destination end) {
        var strand = exchange.client().strand();
        strand.run(() -> exchange.attempt(() -> proceed(exchange, request, index, end)));
    }
}
