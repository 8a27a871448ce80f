package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Progress waits for a reader that is slow, and questions are written past it: the client is asked
 * about something that it has not been told yet.
 */
final class QuestionOvertakes implements Wiring {

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            void says(Seat seat, Message message, Caller caller, ReplyStream stream) {
                super.says(seat, message, caller, new Holding(stream));
            }
        };
    }

    private static final class Holding extends ReplyTap {

        private final Queue<Message> held = new ArrayDeque<>();

        Holding(ReplyStream stream) {
            super(stream);
        }

        @Override
        public void send(Message message) {
            boolean isProgress =
                    message instanceof Notification note && note.method().equals(Method.PROGRESS);
            if (isProgress) {
                held.add(message);
                return;
            }
            if (!(message instanceof Request)) {
                flush();
            }
            super.send(message);
        }

        @Override
        public void end(Response response) {
            flush();
            super.end(response);
        }

        private void flush() {
            for (var next = held.poll(); next != null; next = held.poll()) {
                super.send(next);
            }
        }
    }
}
