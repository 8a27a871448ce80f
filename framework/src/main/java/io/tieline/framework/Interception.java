package io.tieline.framework;

import io.tieline.gateway.Interceptor;
import io.tieline.session.Exchange;
import io.tieline.wire.McpException;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request on the virtual thread of one interceptor: in on the way to the backend, and out on
 * the way back.
 */
final class Interception implements Runnable, McpProxy.Next {

    private final McpProxy.Interceptor interceptor;
    private final Exchange exchange;
    private final Request request;
    private final Interceptor.Next next;
    private final McpContext context;
    private final AtomicBoolean gone = new AtomicBoolean();
    private final CompletableFuture<Response> answer = new CompletableFuture<>();

    private Interception(
            McpProxy.Interceptor interceptor,
            Exchange exchange,
            Request request,
            Interceptor.Next next,
            ServerSession session) {
        this.interceptor = interceptor;
        this.exchange = exchange;
        this.request = request;
        this.next = next;
        this.context = new McpContext(exchange, session);
    }

    /** Hands the request to the interceptor, on a thread that ends with the exchange. */
    static void begin(
            McpProxy.Interceptor interceptor,
            Exchange exchange,
            Request request,
            Interceptor.Next next,
            ServerSession session) {
        var interception = new Interception(interceptor, exchange, request, next, session);
        var thread = session.thread(interception);
        exchange.onOver(() -> interception.context.cancelled(null, thread));
        thread.start();
    }

    @Override
    @SuppressWarnings("CatchThrowable") // the barrier that confines a fault to one request
    public void run() {
        try {
            exchange.finish(interceptor.intercept(context, request, this));
        } catch (McpException told) {
            exchange.fail(told.error());
        } catch (Throwable t) {
            exchange.fail(context.fault(t));
        }
    }

    @Override
    public Response proceed(Request changed) {
        if (gone.getAndSet(true)) {
            throw new IllegalStateException("This request has gone on already");
        }
        exchange.onAnswer(answer::complete);
        next.proceed(changed);
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("The request has ended").initCause(interrupted);
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }
}
