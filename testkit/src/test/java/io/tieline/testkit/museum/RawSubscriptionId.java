package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Id;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;

/**
 * Requests get ids of the gateway's own, and what is listened for keeps that name on its way to the
 * client, which has never heard of it.
 */
final class RawSubscriptionId implements Wiring {

    private long minted = 1000;

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            Exchange.Cancellation asks(Request request, Caller caller, ReplyStream stream) {
                if (!request.method().equals(Method.SUBSCRIPTIONS_LISTEN)) {
                    return super.asks(request, caller, stream);
                }
                var back = new Renamed(stream, request.id());
                return super.asks(request.withId(Id.of(minted++)), caller, back);
            }
        };
    }

    private static final class Renamed extends ReplyTap {

        private final Id own;

        Renamed(ReplyStream stream, Id own) {
            super(stream);
            this.own = own;
        }

        @Override
        public void end(Response response) {
            super.end(response.withId(own));
        }
    }
}
