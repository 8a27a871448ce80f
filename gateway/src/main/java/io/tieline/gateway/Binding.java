package io.tieline.gateway;

import io.tieline.session.client.Exchange;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Revision;

/**
 * Binds one client session to the state that it meets. On the client's strand.
 *
 * <p>One implementation for each way in which a client meets state: alone ({@link
 * ScopeKey.OfSession}), with others, or in each exchange anew ({@link ScopeKey.OfExchange}).
 */
sealed interface Binding extends InterceptorChain.Destination
        permits SessionBinding, SharedBinding, ExchangeBinding {

    /**
     * Answers the client's handshake in this revision. Either this or {@link #join} comes first.
     */
    void greet(Exchange exchange, Revision agreed);

    /** Begins without a handshake: the backend session is opened when it is first used. */
    void join(Revision agreed);

    /** Carries a request to the backend and back. */
    @Override
    void serve(Exchange exchange, Request request);

    /** Carries a notification of the client that is the backend's business. */
    void tell(Notification notification);

    /** The client's session is over. */
    void close();
}
