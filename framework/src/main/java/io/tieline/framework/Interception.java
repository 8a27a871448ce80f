package io.tieline.framework;

import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One request on the virtual thread of one interceptor: in on the way to the backend, and out on
 * the way back.
 */
final class Interception implements Runnable, Interceptor.Next {

    private final Interceptor interceptor;
    private final Exchange exchange;
    private final Request request;
    private final Consumer<Request> next;
    private final McpContext context;
    private final AtomicBoolean gone = new AtomicBoolean();
    private final CompletableFuture<Response> answer = new CompletableFuture<>();

    private Interception(
            Interceptor interceptor,
            Exchange exchange,
            Request request,
            Consumer<Request> next,
            ServerSession session) {
        this.interceptor = interceptor;
        this.exchange = exchange;
        this.request = request;
        this.next = next;
        this.context = new McpContext(exchange, session);
    }

    /** Hands the request to the interceptor, on a thread that ends with the exchange. */
    static void begin(
            Interceptor interceptor,
            Exchange exchange,
            Request request,
            Consumer<Request> next,
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
            var response = interceptor.intercept(context, request, this);
            exchange.finish(UnfitResultException.requireResult(response, "interceptor"));
        } catch (McpException told) {
            exchange.fail(told.error());
        } catch (UnfitResultException ours) {
            var _ = context.fault("An interceptor", ours);
            exchange.fail(RpcError.of(ErrorCode.INTERNAL_ERROR, ours.told()));
        } catch (InvalidValueException told) {
            exchange.fail(RpcError.of(ErrorCode.INVALID_PARAMS, String.valueOf(told.getMessage())));
        } catch (ToolException | UnansweredException told) {
            exchange.fail(RpcError.of(ErrorCode.INTERNAL_ERROR, String.valueOf(told.getMessage())));
        } catch (Throwable t) {
            exchange.fail(context.fault("An interceptor", t));
        }
    }

    @Override
    public Response proceed(Request changed) {
        if (gone.getAndSet(true)) {
            throw new IllegalStateException("This request has gone on already");
        }
        exchange.onAnswer(answer::complete);
        next.accept(changed);
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
