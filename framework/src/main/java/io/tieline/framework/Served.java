package io.tieline.framework;

import io.tieline.session.client.ClientSession;
import io.tieline.session.client.Conversation;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.Service;

/** A service at a listener: its sessions, and its requests without one, count until they end. */
record Served(Service service, CountedThreads counted) implements Service {

    @Override
    public Conversation open(ClientSession session) {
        counted.begun();
        try {
            var conversation = service.open(session);
            session.onEnd(counted::ended);
            return conversation;
        } catch (RuntimeException | Error e) {
            counted.ended();
            throw e;
        }
    }

    @Override
    public void serve(Exchange exchange) {
        counted.begun();
        try {
            service.serve(exchange);
        } finally {
            // After what the service has to do at the end itself.
            exchange.onOver(counted::ended);
        }
    }
}
