package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stream that ends is opened again at once, as its server seems to wish: one that ends each
 * stream as soon as it has begun is asked some thousand times a second.
 */
final class FloorlessRetry implements Wiring {

    /** Else the history would never end. */
    private static final int ENOUGH = 50;

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        private record Listen(Request request, Stream stream) {}

        private final Map<Id, Listen> listens = new HashMap<>(0);
        private int again;

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            if (request.method().equals(Method.SUBSCRIPTIONS_LISTEN)) {
                listens.put(request.id(), new Listen(request, stream));
            }
            super.request(request, stream);
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            var listen = message instanceof Response end ? listens.get(end.id()) : null;
            if (listen != null && again++ < ENOUGH) {
                super.request(listen.request(), listen.stream());
            } else {
                super.says(on, message);
            }
        }
    }
}
