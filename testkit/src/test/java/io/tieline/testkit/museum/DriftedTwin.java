package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import io.tieline.wire.RpcError;

/**
 * Two listeners do the same for two eras, and a rule that was changed in the one stands in the
 * other as it was: a client with a session is asked, and one without is refused.
 */
final class DriftedTwin implements Wiring {

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            Exchange.Cancellation asks(Request request, Caller caller, ReplyStream stream) {
                return super.asks(request, caller, new Refusing(stream));
            }
        };
    }

    private static final class Refusing extends ReplyTap {

        Refusing(ReplyStream stream) {
            super(stream);
        }

        @Override
        public void end(Response response) {
            boolean asks =
                    response instanceof Result result
                            && "input_required".equals(result.result().text("resultType"));
            var refused =
                    RpcError.of(
                            ErrorCode.METHOD_NOT_FOUND, "Nobody can be asked without a session");
            super.end(asks ? Failure.of(response.id(), refused) : response);
        }
    }
}
