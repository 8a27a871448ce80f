package io.tieline.session.client;

import io.tieline.session.Strand;
import io.tieline.wire.Notification;

/**
 * The service's side of one {@link ClientSession}: the state that it keeps for this client lives in
 * this object.
 *
 * <p>Every method is called on the session's {@link Strand}, so one at a time and in the order in
 * which the client's messages arrived, and must not block.
 */
public interface Conversation {

    /** The client's {@code initialize}. Finishing the exchange with a result opens the session. */
    void initialize(Exchange exchange);

    /** Any other request; {@code ping} excepted, which the session answers itself. */
    void serve(Exchange exchange);

    /**
     * A notification that belongs to no exchange and no question: {@code initialized}, {@code
     * roots/list_changed}.
     */
    void notified(Notification notification);

    /** The conversation is over: nothing more will be asked and nobody listens. Called once. */
    void closed();
}
