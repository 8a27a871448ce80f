package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * The gateway keeps the capabilities of the client that connected first and takes them for
 * everybody's: a client is asked what it has never heard of.
 */
final class BorrowedCapabilities implements Wiring {

    private @Nullable Json first;

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            void says(Seat seat, Message message, Caller caller, ReplyStream stream) {
                boolean greets =
                        message instanceof Request request
                                && request.method().equals(Method.INITIALIZE);
                super.says(
                        seat,
                        greets ? withTheFirstOnes((Request) message) : message,
                        caller,
                        stream);
            }
        };
    }

    private Request withTheFirstOnes(Request initialize) {
        var params = initialize.params();
        var own = params == null ? null : params.get("capabilities");
        if (params == null || own == null) {
            return initialize;
        }
        first = first == null ? own : first;
        return initialize.withParams(params.with("capabilities", first));
    }
}
