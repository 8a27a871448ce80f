package io.tieline.session.client;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.MessageCost;
import io.tieline.wire.Message;
import org.jspecify.annotations.Nullable;

/** A message that waits, and is charged to an account until it is released. */
final class KeptMessage<M extends Message> {

    private final Account account;
    private final M message;

    private KeptMessage(Account account, M message) {
        this.account = account;
        this.message = message;
    }

    /** Keeps a message; null if there is no room for it. */
    static <M extends Message> @Nullable KeptMessage<M> of(Account account, M message) {
        return account.take(Budget.Use.KEPT, MessageCost.of(message))
                ? new KeptMessage<>(account, message)
                : null;
    }

    /** Keeps a small message that must not be lost, whether there is room or not. */
    static <M extends Message> KeptMessage<M> always(Account account, M message) {
        account.charge(Budget.Use.KEPT, MessageCost.of(message));
        return new KeptMessage<>(account, message);
    }

    /** The message, which is not kept any longer. */
    M release() {
        account.give(Budget.Use.KEPT, MessageCost.of(message));
        return message;
    }

    /** Lets a message go that may be kept. */
    static void drop(@Nullable KeptMessage<?> kept) {
        if (kept != null) {
            kept.release();
        }
    }
}
