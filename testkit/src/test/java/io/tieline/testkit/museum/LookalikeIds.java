package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.HashMap;
import java.util.Map;

/**
 * Ids become text before they become keys, so that 1 and "1" are the same request: in typeless
 * languages it takes one careless line.
 */
final class LookalikeIds implements Wiring {

    private final Map<String, ReplyStream> streams = new HashMap<>();

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            void says(Seat seat, Message message, Caller caller, ReplyStream stream) {
                if (message instanceof Request request) {
                    streams.put(key(seat, request.id()), stream);
                }
                super.says(seat, message, caller, lookedUp(seat, stream));
            }
        };
    }

    private ReplyStream lookedUp(Front.Seat seat, ReplyStream stream) {
        return new ReplyTap(stream) {
            @Override
            public void end(Response response) {
                var id = response.id();
                var found = id == null ? null : streams.remove(key(seat, id));
                if (found != null) {
                    found.end(response);
                }
            }
        };
    }

    private static String key(Front.Seat seat, Id id) {
        return seat.id() + " " + id.toString().replace("\"", "");
    }
}
