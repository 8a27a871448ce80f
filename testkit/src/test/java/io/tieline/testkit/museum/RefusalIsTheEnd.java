package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.LinkFailure;
import io.tieline.testkit.simulation.Wiring;
import java.util.Set;

/**
 * One request that is refused ends the session, as if every refusal meant that it is not known any
 * more.
 */
final class RefusalIsTheEnd implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        private boolean over;

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        void fails(Stream on, LinkFailure failure) {
            super.fails(on, failure);
            if (!over && failure.message().startsWith("Refused")) {
                over = true;
                dies(failure, Set.of());
            }
        }
    }
}
