package io.tieline.testkit.museum;

import io.tieline.session.client.ReplyStream;
import io.tieline.wire.Message;
import io.tieline.wire.Response;

/** A way back to a client that lets everything through; an exhibit overrides what it spoils. */
class ReplyTap implements ReplyStream {

    private final ReplyStream stream;

    ReplyTap(ReplyStream stream) {
        this.stream = stream;
    }

    @Override
    public void send(Message message) {
        stream.send(message);
    }

    @Override
    public void end(Response response) {
        stream.end(response);
    }

    @Override
    public void abort() {
        stream.abort();
    }

    @Override
    public void pause() {
        stream.pause();
    }

    @Override
    public boolean canAsk() {
        return stream.canAsk();
    }

    @Override
    public boolean isLive() {
        return stream.isLive();
    }

    @Override
    public void listen(Listener listener) {
        stream.listen(listener);
    }
}
