package io.tieline.session.client;

import io.tieline.wire.ErrorCode;
import io.tieline.wire.RpcError;

/**
 * Answers what clients ask: a gateway, or a server written with the framework. Transports hand it
 * every conversation that a client begins.
 */
@FunctionalInterface
public interface Service {

    /**
     * A request of a client without a session (revision 2026-07-28), {@code server/discover} and
     * {@code subscriptions/listen} included; called on the exchange's strand, and must not block. A
     * service that knows only sessions refuses it.
     */
    default void serve(Exchange exchange) {
        exchange.fail(
                RpcError.of(
                        ErrorCode.METHOD_NOT_FOUND,
                        "This server speaks only revisions that begin with initialize"));
    }

    /**
     * A client has begun a conversation; called before any of its messages is served. An {@link
     * io.tieline.wire.McpException} refuses the client and tells it why.
     */
    Conversation open(ClientSession session);
}
