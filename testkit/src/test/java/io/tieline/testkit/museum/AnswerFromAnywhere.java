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
 * An answer is brought to whoever asked under its id, whichever session it came from: a stranger
 * that guesses a small number answers for its neighbour.
 */
final class AnswerFromAnywhere implements Wiring {

    private final Map<Id, Front.Seat> asked = new HashMap<>();

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            void says(Seat seat, Message message, Caller caller, ReplyStream stream) {
                var to = seat;
                if (message instanceof Response response && response.id() != null) {
                    to = asked.getOrDefault(response.id(), seat);
                }
                super.says(to, message, caller, recorded(seat, stream));
            }
        };
    }

    private ReplyStream recorded(Front.Seat seat, ReplyStream stream) {
        return new ReplyTap(stream) {
            @Override
            public void send(Message message) {
                if (message instanceof Request question) {
                    asked.put(question.id(), seat);
                }
                super.send(message);
            }
        };
    }
}
