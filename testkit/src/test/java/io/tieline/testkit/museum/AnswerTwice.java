package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.backend.Backend;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer is looked up and not taken out of the table, so that a backend that answers twice is
 * heard twice.
 */
final class AnswerTwice implements Wiring {

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

        private final Map<Id, Request> requests = new HashMap<>();
        private final Map<Id, Request> answered = new HashMap<>();

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            requests.put(request.id(), request);
            super.request(request, stream);
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            super.says(on, message);
            if (message instanceof Response response && response.id() != null) {
                again(response, response.id());
            }
        }

        private void again(Response response, Id id) {
            var request = requests.get(id);
            var original = request == null ? null : payloads.of(request);
            if (request != null && answered.put(id, request) != null && original != null) {
                original.stream().end(response.withId(original.request().id()));
            }
        }
    }
}
