package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.LinkFailure;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.util.Set;

/**
 * Three calls in a row that ran out of time end the session, although the backend answers: it is
 * only slow.
 */
final class LateIsDead implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        private int late;
        private boolean over;

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            if (over) {
                stream.failed(gone());
            } else {
                super.request(request, stream);
            }
        }

        @Override
        public void send(Message message) {
            super.send(message);
            if (message instanceof Notification note
                    && note.method().equals(Method.CANCELLED)
                    && note.json().toString().contains("The time limit has passed")
                    && ++late == 3) {
                over = true;
                dies(gone(), Set.of());
            }
        }

        private static LinkFailure gone() {
            return LinkFailure.of(LinkFailure.Kind.GONE, "It does not answer");
        }
    }
}
