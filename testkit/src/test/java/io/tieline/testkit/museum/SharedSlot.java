package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * One mutable "current request" for each session: FastMCP's stateful proxy after its repair, where
 * the second of two calls takes the first one's questions.
 */
final class SharedSlot implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        private @Nullable Stream current;

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            current = stream;
            super.request(request, stream);
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            super.says(message instanceof Request ? current : on, message);
        }
    }
}
