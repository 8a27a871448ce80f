package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question belongs to the request that has been pending for longest: right as long as nobody does
 * two things at once.
 */
final class OldestPending implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        private final Map<Id, Stream> pending = new LinkedHashMap<>();

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            pending.put(request.id(), stream);
            super.request(request, stream);
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            if (message instanceof Response response && response.id() != null) {
                pending.remove(response.id());
            }
            boolean guess = message instanceof Request && !pending.isEmpty();
            super.says(guess ? pending.values().iterator().next() : on, message);
        }
    }
}
