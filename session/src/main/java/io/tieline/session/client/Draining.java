package io.tieline.session.client;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.RpcError;

/** The refusal of a request whose server is being shut down. */
final class Draining {

    static final RpcError ERROR =
            RpcError.of(
                    ErrorCode.DRAINING, "The server is shutting down; connect again in a moment");

    private Draining() {}
}
