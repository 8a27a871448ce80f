package io.tieline.http.server;

import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Message;
import io.tieline.wire.Response;

/** The way back for a message that is not answered: a notification, or an answer itself. */
enum NoAnswer implements ReplyStream {
    INSTANCE;

    @Override
    public void send(Message message) {}

    @Override
    public void end(Response response) {}

    @Override
    public void abort() {}

    @Override
    public boolean canAsk() {
        return false;
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public void listen(Listener listener) {}
}
