package io.tieline.session.client;

import io.tieline.session.Account;
import io.tieline.session.Refusals;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Notification;
import io.tieline.wire.Response;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what one exchange has for its client while that is away with questions to answer: the
 * latest progress report, and the outcome. On the exchange's strand.
 */
final class AwayMessages {

    private final Account account;
    private @Nullable KeptMessage<Notification> progress;
    private @Nullable KeptMessage<Response> outcome;

    AwayMessages(Account account) {
        this.account = account;
    }

    /** Keeps this progress report in place of the one before; false if there is no room for it. */
    boolean keeps(Notification report) {
        KeptMessage.drop(progress);
        progress = KeptMessage.of(account, report);
        return progress != null;
    }

    /** Keeps the outcome, if there is none yet; one for which there is no room is an error. */
    void hold(Response response, Id request) {
        if (outcome != null) {
            return;
        }
        outcome = KeptMessage.of(account, response);
        if (outcome == null) {
            var refusal = Refusals.noRoom(account, "the answer of this request");
            outcome = KeptMessage.always(account, Failure.of(request, refusal));
        }
    }

    /** The client is back. */
    void giveTo(Consumer<Notification> told, Consumer<Response> answered) {
        if (progress != null) {
            told.accept(progress.release());
        }
        if (outcome != null) {
            answered.accept(outcome.release());
        }
    }

    /** Nobody wants any of it. */
    void drop() {
        KeptMessage.drop(progress);
        KeptMessage.drop(outcome);
        progress = null;
        outcome = null;
    }
}
