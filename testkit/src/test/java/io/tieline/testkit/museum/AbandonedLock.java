package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.Link;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A session is locked while a call is in it, and stays locked while the call's client is away with
 * a question: one that never comes back locks out everybody, even who only wants a list.
 */
final class AbandonedLock implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Locked(backend, core));
    }

    private static final class Locked extends LinkTap {

        private final Deque<Runnable> waiting = new ArrayDeque<>(0);
        private @Nullable Id inside;

        Locked(Backend backend, Link.Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            if (!request.method().equals(Method.TOOLS_CALL)) {
                super.request(request, stream);
            } else if (inside == null) {
                inside = request.id();
                super.request(request, stream);
            } else {
                waiting.addLast(() -> request(request, stream));
            }
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            super.says(on, message);
            if (message instanceof Response response && response.id() != null) {
                leave(response.id());
            }
        }

        private void leave(Id id) {
            if (id.equals(inside)) {
                inside = null;
                var next = waiting.pollFirst();
                if (next != null) {
                    next.run();
                }
            }
        }
    }
}
