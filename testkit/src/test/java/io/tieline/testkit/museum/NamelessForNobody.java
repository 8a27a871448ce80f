package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Failure;
import io.tieline.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * An error that does not say to which request it belongs is dropped, though only one was in flight.
 */
final class NamelessForNobody implements Wiring {

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
            if (!(message instanceof Failure failure && failure.id() == null)) {
                super.says(on, message);
            }
        }
    }
}
