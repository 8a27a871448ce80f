package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import java.util.HashMap;
import java.util.Map;

/**
 * Questions travel on the session's general stream, and nowhere if the client has opened none: many
 * clients never send a GET, and wait for a question that was dropped.
 */
final class OnlyTheGeneralStream implements Wiring {

    private final Map<String, ReplyStream> general = new HashMap<>();

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            void attaches(Seat seat, ReplyStream stream) {
                general.put(seat.id(), stream);
                super.attaches(seat, stream);
            }

            @Override
            void says(Seat seat, Message message, Caller caller, ReplyStream stream) {
                super.says(seat, message, caller, withoutQuestions(seat, stream));
            }
        };
    }

    private ReplyStream withoutQuestions(Front.Seat seat, ReplyStream stream) {
        return new ReplyTap(stream) {
            @Override
            public void send(Message message) {
                if (!(message instanceof Request)) {
                    super.send(message);
                    return;
                }
                var way = general.get(seat.id());
                if (way != null) {
                    way.send(message);
                }
            }
        };
    }
}
