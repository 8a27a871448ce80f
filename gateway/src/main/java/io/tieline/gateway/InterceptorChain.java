package io.tieline.gateway;

import io.tieline.session.client.Exchange;
import io.tieline.wire.Request;
import java.util.List;

/**
 * The way of each request through the interceptors, and past the owners of tasks, to whoever serves
 * it. On the client's strand.
 */
final class InterceptorChain {

    /** Serves what the interceptors have left of a request. */
    interface Destination {
        void serve(Exchange exchange, Request request);
    }

    private final List<Interceptor> interceptors;
    private final TaskOwners tasks;

    InterceptorChain(List<Interceptor> interceptors, TaskOwners tasks) {
        this.interceptors = interceptors;
        this.tasks = tasks;
    }

    /** Lets every interceptor see the request. */
    void serve(Exchange exchange, Destination end) {
        proceed(exchange, exchange.request(), 0, end);
    }

    private void proceed(Exchange exchange, Request request, int index, Destination end) {
        if (index < interceptors.size()) {
            Interceptor.Next next = changed -> goOn(exchange, changed, index + 1, end);
            interceptors.get(index).intercept(exchange, request, next);
        } else if (!tasks.refuses(exchange, request)) {
            end.serve(exchange, request);
        }
    }

    /** An interceptor may go on from any thread. */
    private void goOn(Exchange exchange, Request request, int index, Destination end) {
        var strand = exchange.client().strand();
        strand.run(() -> exchange.attempt(() -> proceed(exchange, request, index, end)));
    }
}
