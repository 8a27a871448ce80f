package io.tieline.session.client;

import io.tieline.wire.Notification;

/** A conversation, and what is done when it is over. */
record ConversationWithEnd(Conversation conversation, Runnable atEnd) implements Conversation {

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
            atEnd.run();
        }
    }
}
