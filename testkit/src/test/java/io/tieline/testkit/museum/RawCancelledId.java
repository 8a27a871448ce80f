package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.backend.Backend;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import java.util.HashMap;
import java.util.Map;

/**
 * Request ids are re-made for the backend, and the id inside a cancellation is forgotten: the
 * backend ends another call, or none.
 */
final class RawCancelledId implements Wiring {

    private final Payloads payloads = new Payloads();

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            void says(Seat seat, Message message, Caller caller, ReplyStream stream) {
                if (message instanceof Request request) {
                    payloads.remember(request, stream);
                }
                super.says(seat, message, caller, stream);
            }
        };
    }

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private final class Tap extends LinkTap {

        private final Map<Json, Json> clientIds = new HashMap<>();

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            var original = payloads.of(request);
            if (original != null) {
                clientIds.put(request.id().json(), original.request().id().json());
            }
            super.request(request, stream);
        }

        @Override
        public void send(Message message) {
            super.send(message instanceof Notification note ? unmapped(note) : message);
        }

        private Notification unmapped(Notification note) {
            var params = note.params();
            var id = params == null ? null : params.get("requestId");
            var raw = id == null ? null : clientIds.get(id);
            return params == null || raw == null || !note.method().equals(Method.CANCELLED)
                    ? note
                    : note.withParams(params.with("requestId", raw));
        }
    }
}
