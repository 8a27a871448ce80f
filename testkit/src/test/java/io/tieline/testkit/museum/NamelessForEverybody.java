package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An error that does not say to which request it belongs fails all that are in flight. */
final class NamelessForEverybody implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        private final Set<Id> pending = new LinkedHashSet<>();

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            pending.add(request.id());
            super.request(request, stream);
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            if (message instanceof Failure failure && failure.id() == null) {
                for (var id : List.copyOf(pending)) {
                    says(on, failure.withId(id));
                }
                return;
            }
            if (message instanceof Response response && response.id() != null) {
                pending.remove(response.id());
            }
            super.says(on, message);
        }
    }
}
