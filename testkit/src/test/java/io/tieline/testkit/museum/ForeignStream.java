package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A response is handed to the request that has waited longest, and not to the one on whose stream
 * it came: as soon as two overlap, each has the answer of the other.
 */
final class ForeignStream implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        private final Queue<Stream> waiting = new ArrayDeque<>();

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            waiting.add(stream);
            super.request(request, stream);
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            var longest = on != null && message instanceof Response ? waiting.poll() : null;
            super.says(longest == null ? on : longest, message);
        }
    }
}
