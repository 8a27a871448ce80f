package io.tieline.framework;

import io.tieline.session.client.Exchange;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.RpcError;

/** One request on its virtual thread, from its handler to its outcome. */
final class HandlerRun implements Runnable {

    private final Exchange exchange;
    private final McpContext context;
    private final RequestHandler work;

    private HandlerRun(Exchange exchange, McpContext context, RequestHandler work) {
        this.exchange = exchange;
        this.context = context;
        this.work = work;
    }

    /** Does the work on a thread of its own, and finishes the exchange with its result. */
    static void begin(Exchange exchange, ServerSession session, RequestHandler work) {
        var context = new McpContext(exchange, session);
        var thread = session.thread(new HandlerRun(exchange, context, work));
        exchange.onCancel(reason -> context.cancelled(reason, thread));
        exchange.onOver(() -> context.over(thread));
        thread.start();
    }

    @Override
    @SuppressWarnings("CatchThrowable") // the barrier that confines a fault to one request
    public void run() {
        try {
            exchange.finish(result());
        } catch (McpException told) {
            exchange.fail(told.error());
        } catch (UnfitResultException ours) {
            var _ = context.fault(ours);
            exchange.fail(RpcError.of(ErrorCode.INTERNAL_ERROR, ours.told()));
        } catch (InvalidValueException told) {
            exchange.fail(RpcError.of(ErrorCode.INVALID_PARAMS, String.valueOf(told.getMessage())));
        } catch (ToolException | UnansweredException told) {
            exchange.fail(RpcError.of(ErrorCode.INTERNAL_ERROR, String.valueOf(told.getMessage())));
        } catch (Throwable t) {
            exchange.fail(context.fault(t));
        }
    }

    private Json result() throws Exception {
        try {
            return work.run(context);
        } finally {
            context.returned();
        }
    }
}
