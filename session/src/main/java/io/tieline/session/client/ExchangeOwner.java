package io.tieline.session.client;

import io.tieline.session.Account;
import io.tieline.session.Observer;
import io.tieline.session.Question;
import io.tieline.wire.Notification;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of which an {@link Exchange} is a part, as the exchange needs it. On its strand.
 */
interface ExchangeOwner {

    /** Brings a question of this exchange to the client. */
    void ask(Question question, Exchange exchange);

    /**
     * The notification that the client is told when the server says this; null if this client does
     * not want to hear it.
     */
    @Nullable Notification told(Notification notification);

    /**
     * The exchange has had its outcome: what it has asked is void.
     *
     * @return the time at which it is over
     */
    long over(Exchange exchange);

    /** The account of what may be kept for this client. */
    Account account();

    /** Something was dropped. */
    void counted(Observer.Count what, String detail);
}
