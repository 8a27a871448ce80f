package io.tieline.gateway;

import io.tieline.session.Exchange;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;

/**
 * What binds one client session to its backend session or sessions: one implementation for each
 * kind of {@link SessionPolicy}. Every method is called on the client session's strand.
 */
interface Binding {

    /** The client's handshake, which is answered in this revision. */
    void initialize(Exchange exchange, Revision agreed);

    /** Carries a request to the backend and back. */
    void serve(Exchange exchange, Request request);

    /** A notification of the client that is the backend's business. */
    void notified(Notification notification);

    /** The client is gone. */
    void close();
}
