package io.tieline.session;

/**
 * Answers what clients ask: a gateway, or a server written with the framework. Transports hand it
 * every conversation that a client begins.
 */
@FunctionalInterface
public interface Service {

    /**
     * A client has begun a conversation; called on its strand, before any of its messages is
     * served.
     */
    Conversation open(ClientSession session);
}
