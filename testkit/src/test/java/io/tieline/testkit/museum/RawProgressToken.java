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
import org.jspecify.annotations.Nullable;

/**
 * The client's progress token goes up as it is, though every client begins with the same ones: the
 * later of two requests hears the progress of both.
 */
final class RawProgressToken implements Wiring {

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

        private final Map<Json, Json> minted = new HashMap<>();

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            var original = payloads.of(request);
            var token = original == null ? null : original.request().progressToken();
            if (token != null && request.progressToken() != null) {
                minted.put(token, request.progressToken());
            }
            super.request(token == null ? request : request.with(request.id(), token), stream);
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            super.says(on, message instanceof Notification note ? lookedUp(note) : message);
        }

        private Notification lookedUp(Notification note) {
            var params = note.params();
            var token = params == null ? null : params.get("progressToken");
            var known = token == null ? null : minted.get(token);
            return params == null || known == null || !note.method().equals(Method.PROGRESS)
                    ? note
                    : note.withParams(params.with("progressToken", known));
        }
    }
}
