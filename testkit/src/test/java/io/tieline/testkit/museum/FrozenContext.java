package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * The receive loop looks the request up in ambient context, which was copied when the session's
 * first request started the loop: FastMCP's stateful proxy, where the second call's question went
 * to a stream that was closed, and the call hung for ever.
 */
final class FrozenContext implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        private @Nullable Stream context;

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            if (context == null && !request.method().equals(Method.INITIALIZE)) {
                context = stream;
            }
            super.request(request, stream);
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            boolean lookedUp = message instanceof Request && context != null;
            super.says(lookedUp ? context : on, message);
        }
    }
}
