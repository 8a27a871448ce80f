package io.tieline.app;

import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;

/**
 * A service in whose place another can be put while clients are there: sessions that have begun go
 * on with what they have begun with. Safe for use by several threads.
 */
final class ReplaceableService implements Service {

    private volatile Service current;

    ReplaceableService(Service current) {
        this.current = current;
    }

    /** New sessions, and requests without one, are served by this from now on. */
    void replace(Service other) {
        current = other;
    }

    @Override
    public void serve(Exchange exchange) {
        current.serve(exchange);
    }

    @Override
    public Conversation open(ClientSession session) {
        return current.open(session);
    }
}
