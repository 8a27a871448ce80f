package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.util.ArrayList;
import java.util.List;

/**
 * A log message is sent to whoever is connected, since it names no request: every client reads what
 * the others are doing.
 */
final class BroadcastLog implements Wiring {

    private final List<ReplyStream> everybody = new ArrayList<>();

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            void attaches(Seat seat, ReplyStream stream) {
                everybody.add(stream);
                super.attaches(seat, stream);
            }

            @Override
            void says(Seat seat, Message message, Caller caller, ReplyStream stream) {
                super.says(seat, message, caller, loud(stream));
            }
        };
    }

    private ReplyStream loud(ReplyStream stream) {
        return new ReplyTap(stream) {
            @Override
            public void send(Message message) {
                boolean isLog =
                        message instanceof Notification note
                                && note.method().equals(Method.LOG_MESSAGE);
                if (isLog) {
                    everybody.stream().filter(ReplyStream::isLive).forEach(to -> to.send(message));
                } else {
                    super.send(message);
                }
            }
        };
    }
}
