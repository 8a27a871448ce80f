package io.tieline.gateway;

import io.tieline.session.client.Exchange;
import io.tieline.wire.Request;

/** Lets requests about tasks of somebody else go no further. */
record TaskGuard(TaskOwners tasks, InterceptorChain.Destination next)
        implements InterceptorChain.Destination {

    @Override
    public void serve(Exchange exchange, Request request) {
        if (!tasks.refuses(exchange, request)) {
            next.serve(exchange, request);
        }
    }
}
