package io.tieline.framework;

import io.tieline.session.backend.Link;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;

/** A link that never says anything. */
final class SilentLink implements Link {

    @Override
    public void request(Request request, Stream stream) {}

    @Override
    public void send(Message message) {}

    @Override
    public void release(Stream stream) {}

    @Override
    public void press(Stream stream, boolean tooMuch) {}

    @Override
    public void opened(Revision revision) {}

    @Override
    public boolean attributes() {
        return true;
    }

    @Override
    public void close() {}
}
