package io.tieline.framework;

import io.tieline.session.ClientSession;
import io.tieline.session.Conversation;
import io.tieline.session.Exchange;
import io.tieline.session.Service;
import io.tieline.wire.Notification;

/** A service at a listener: its sessions, and its requests without one, count until they end. */
record Served(Service service, CountedThreads counted) implements Service {

    @Override
    public Conversation open(ClientSession session) {
        counted.begun();
        try {
            return new Counted(service.open(session), counted);
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

    private record Counted(Conversation conversation, CountedThreads counted)
            implements Conversation {

        @Override
        public void initialize(Exchange exchange) {
            conversation.initialize(exchange);
        }

        @Override
        public void serve(Exchange exchange) {
            conversation.serve(exchange);
        }

        @Override
        public void notified(Notification notification) {
            conversation.notified(notification);
        }

        @Override
        public void closed() {
            try {
                conversation.closed();
            } finally {
                counted.ended();
            }
        }
    }
}
