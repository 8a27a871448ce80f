package io.tieline.session;

import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;

/**
 * A link that could not be opened: what is sent on it goes nowhere, and its listener has been told.
 */
final class DeadLink implements Link {

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
