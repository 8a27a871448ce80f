package io.tieline.testkit.museum;

import io.tieline.session.Account;
import io.tieline.session.Budget;
import io.tieline.session.Caller;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import org.jspecify.annotations.Nullable;

/** What a request has taken is given back with its answer, and with no other end. */
final class NotGivenBack implements Wiring {

    private @Nullable Budget budget;

    @Override
    public Budget budget(Budget straight) {
        budget = straight;
        return straight;
    }

    @Override
    public Front front(Front front) {
        var account = budget == null ? Budget.UNLIMITED.connection() : budget.connection();
        return new FrontTap(front) {
            @Override
            void says(Seat seat, Message message, Caller caller, ReplyStream stream) {
                boolean takes = message instanceof Request && account.take(Budget.Use.IN_FLIGHT, 1);
                super.says(seat, message, caller, takes ? new Giving(stream, account) : stream);
            }
        };
    }

    private static final class Giving extends ReplyTap {

        private final Account account;

        Giving(ReplyStream stream, Account account) {
            super(stream);
            this.account = account;
        }

        @Override
        public void end(Response response) {
            account.give(Budget.Use.IN_FLIGHT, 1);
            super.end(response);
        }
    }
}
