package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.LinkFailure;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reader fails what is pending when the process dies, and ends; what is registered a moment
 * later waits for a reader that is no longer there.
 */
final class InsertAfterClose implements Wiring {

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
            super.says(on, message);
        }

        @Override
        void dies(LinkFailure failure, Set<Id> neverLeft) {
            List.copyOf(pending.values()).forEach(stream -> stream.failed(failure));
        }
    }
}
