package io.tieline.app.admin;

import io.tieline.session.Observer;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;

/** A client in a session. */
final class SessionClient implements Observer.Sender {

    @Override
    public String session() {
        return "0123456789abcdef";
    }

    @Override
    public Revision revision() {
        return Revision.LATEST_HANDSHAKE;
    }

    @Override
    public Json clientInfo() {
        return Json.object("name", "claude");
    }
}
