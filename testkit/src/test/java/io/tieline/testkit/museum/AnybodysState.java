package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.HashMap;
import java.util.Map;

/**
 * A state says which call it is of, and nobody asks who brings it back: whoever has seen it goes on
 * with somebody else's call.
 */
final class AnybodysState implements Wiring {

    private final Map<String, Caller> givenTo = new HashMap<>();

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            Exchange.Cancellation asks(Request request, Caller caller, ReplyStream stream) {
                var state = request.params() == null ? null : request.params().text("requestState");
                var owner = state == null ? caller : givenTo.getOrDefault(state, caller);
                return super.asks(request, owner, new Noting(stream, owner));
            }
        };
    }

    private final class Noting extends ReplyTap {

        private final Caller owner;

        Noting(ReplyStream stream, Caller owner) {
            super(stream);
            this.owner = owner;
        }

        @Override
        public void end(Response response) {
            var state =
                    response instanceof Result result ? result.result().text("requestState") : null;
            if (state != null) {
                givenTo.put(state, owner);
            }
            super.end(response);
        }
    }
}
