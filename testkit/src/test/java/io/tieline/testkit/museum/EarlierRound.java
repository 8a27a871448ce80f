package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Json;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Result;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A state says which call it is of, but not of which round: an old answer is taken for a new one.
 */
final class EarlierRound implements Wiring {

    /** The latest state of the call that each state is of. */
    private final Map<String, @Nullable String[]> latest = new HashMap<>();

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            Exchange.Cancellation asks(Request request, Caller caller, ReplyStream stream) {
                var params = request.params();
                var state = params == null ? null : params.text("requestState");
                var call = state == null ? null : latest.get(state);
                var own = call == null ? new String[1] : call;
                var brought = own[0];
                var renewed =
                        params == null || brought == null
                                ? request
                                : request.withParams(
                                        params.with("requestState", Json.string(brought)));
                return super.asks(renewed, caller, new Noting(stream, own));
            }
        };
    }

    private final class Noting extends ReplyTap {

        private final @Nullable String[] call;

        Noting(ReplyStream stream, @Nullable String[] call) {
            super(stream);
            this.call = call;
        }

        @Override
        public void end(Response response) {
            var state =
                    response instanceof Result result ? result.result().text("requestState") : null;
            if (state != null) {
                call[0] = state;
                latest.put(state, call);
            }
            super.end(response);
        }
    }
}
