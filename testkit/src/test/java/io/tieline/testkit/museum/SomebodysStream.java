package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * One field holds the stream that questions go out on, and every client that opens its general
 * stream overwrites it: one transport object shared by all sessions of an SDK's server.
 */
final class SomebodysStream implements Wiring {

    private @Nullable ReplyStream latest;

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            void attaches(Seat seat, ReplyStream stream) {
                latest = stream;
                super.attaches(seat, stream);
            }

            @Override
            void says(Seat seat, Message message, Caller caller, ReplyStream stream) {
                super.says(seat, message, caller, questionsElsewhere(stream));
            }
        };
    }

    private ReplyStream questionsElsewhere(ReplyStream stream) {
        return new ReplyTap(stream) {
            @Override
            public void send(Message message) {
                if (message instanceof Request && latest != null) {
                    latest.send(message);
                } else {
                    super.send(message);
                }
            }
        };
    }
}
