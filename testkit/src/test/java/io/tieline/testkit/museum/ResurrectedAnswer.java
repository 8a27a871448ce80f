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
 * A cancelled request stays in the table, since its answer will come and clean it up: the answer
 * comes, and goes out to a client that has thrown the request away.
 */
final class ResurrectedAnswer implements Wiring {

    private final Payloads payloads = new Payloads();

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            void says(Seat seat, Message message, Caller caller, ReplyStream stream) {
                var kept = new Kept(stream);
                if (message instanceof Request request) {
                    payloads.remember(request, kept);
                }
                super.says(seat, message, caller, kept);
            }
        };
    }

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Kept extends ReplyTap {

        private boolean waits;

        Kept(ReplyStream stream) {
            super(stream);
        }

        @Override
        public void abort() {
            waits = true;
        }

        void answer(Response response) {
            if (waits) {
                waits = false;
                end(response);
            }
        }
    }

    private final class Tap extends LinkTap {

        private final Map<Id, Request> requests = new HashMap<>();

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            requests.put(request.id(), request);
            super.request(request, stream);
        }

        @Override
        public void release(Stream stream) {
            // Its answer will come.
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            super.says(on, message);
            if (message instanceof Response response && response.id() != null) {
                var request = requests.get(response.id());
                var original = request == null ? null : payloads.of(request);
                if (original != null && original.stream() instanceof Kept kept) {
                    kept.answer(response.withId(original.request().id()));
                }
            }
        }
    }
}
