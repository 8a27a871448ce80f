package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A lock around each connection keeps questions apart, and everything else too: agents call many
 * tools at once, and wait for the sum of them.
 */
final class OneAtATime implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private @Nullable Id running;

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            waiting.addLast(() -> {
                running = request.id();
                super.request(request, stream);
            });
            next();
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            super.says(on, message);
            if (message instanceof Response response && response.id() != null) {
                running = response.id().equals(running) ? null : running;
                next();
            }
        }

        private void next() {
            if (running == null && !waiting.isEmpty()) {
                waiting.removeFirst().run();
            }
        }
    }
}
