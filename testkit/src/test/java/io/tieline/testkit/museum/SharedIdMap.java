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
 * One table of pending ids for both directions, though each side numbers its own requests: the
 * client's request 1 and the server's question 1 overwrite each other.
 */
final class SharedIdMap implements Wiring {

    private enum Pending {
        REQUEST,
        QUESTION
    }

    private record Key(String session, Id id) {}

    private final Map<Key, Pending> table = new HashMap<>();

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            void says(Seat seat, Message message, Caller caller, ReplyStream stream) {
                if (message instanceof Request request) {
                    table.put(new Key(seat.id(), request.id()), Pending.REQUEST);
                }
                if (!(message instanceof Response response)
                        || isPending(seat, response, Pending.QUESTION)) {
                    super.says(seat, message, caller, recorded(seat, stream));
                }
            }
        };
    }

    private ReplyStream recorded(Front.Seat seat, ReplyStream stream) {
        return new ReplyTap(stream) {
            @Override
            public void send(Message message) {
                if (message instanceof Request question) {
                    table.put(new Key(seat.id(), question.id()), Pending.QUESTION);
                }
                super.send(message);
            }

            @Override
            public void end(Response response) {
                if (isPending(seat, response, Pending.REQUEST)) {
                    super.end(response);
                }
            }
        };
    }

    private boolean isPending(Front.Seat seat, Response response, Pending what) {
        var id = response.id();
        return id != null && table.remove(new Key(seat.id(), id), what);
    }
}
