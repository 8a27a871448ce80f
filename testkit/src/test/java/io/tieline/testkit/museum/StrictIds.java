package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Message;
import io.tieline.wire.Response;
import org.jspecify.annotations.Nullable;

/** An answer that repeats the number of its request as text is a stranger's. */
final class StrictIds implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            boolean text =
                    message instanceof Response response
                            && response.id() != null
                            && response.id().unquoted() != null;
            if (!text) {
                super.says(on, message);
            }
        }
    }
}
