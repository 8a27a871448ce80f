package io.tieline.framework;

import io.tieline.wire.RpcError;

/**
 * Says that the client was asked and gave no answer but an error: it cannot be asked such a thing,
 * its user let the time run out, or its own code failed.
 *
 * <p>Thrown by what asks in {@link McpContext}. A handler that does not catch it fails with its
 * message.
 */
public final class UnansweredException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient RpcError error;

    UnansweredException(RpcError error) {
        super(error.message());
        this.error = error;
    }

    /** The error that came instead of an answer. */
    public RpcError error() {
        return error;
    }
}
