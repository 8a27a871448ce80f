package io.tieline.framework;

import io.tieline.wire.Failure;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Result;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * A request that has been sent and not been answered yet.
 *
 * <p>It always ends: with a result, with an error, or by being cancelled. Safe for use by several
 * threads.
 *
 * @param <T> what the result is read as
 */
public final class Pending<T> {

    private final ClientCall call;
    private final Function<Json, T> reader;

    Pending(ClientCall call, Function<Json, T> reader) {
        this.call = call;
        this.reader = reader;
    }

    /**
     * Waits for the result. A thread that is interrupted meanwhile cancels the request and stays
     * interrupted.
     *
     * @throws McpException if the answer is an error, or there will be none
     * @throws CancellationException if the request was cancelled, or this thread interrupted
     */
    public T await() {
        try {
            return switch (call.outcome().get()) {
                case Result result -> read(result.result());
                case Failure failure -> throw new McpException(failure.error());
            };
        } catch (InterruptedException interrupted) {
            cancel("The caller was interrupted");
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("Interrupted while waiting for " + call.method())
                            .initCause(interrupted);
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    private T read(Json result) {
        try {
            return reader.apply(result);
        } catch (IllegalArgumentException | IllegalStateException misfit) {
            throw call.broke(
                    "The answer to "
                            + call.method()
                            + " is not what it should be: "
                            + misfit.getMessage());
        }
    }

    /** The server has answered with what no server may answer. */
    McpException broke(String what) {
        return call.broke(what);
    }

    /**
     * Takes the request back: the server is told, with this reason, and {@link #await} throws.
     * Silent if it has been answered.
     */
    public void cancel(String reason) {
        call.cancel(reason);
    }

    /** Whether it has ended, one way or another. */
    public boolean isDone() {
        return call.outcome().isDone();
    }
}
