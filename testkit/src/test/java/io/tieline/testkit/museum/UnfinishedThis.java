package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.LinkFailure;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A constructor hands out {@code this} before its fields are set: whoever answers at once finds an
 * object that is not there yet.
 */
final class UnfinishedThis implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        private final List<String> ends;

        Tap(Backend backend, Listener core) {
            super(backend, core); // which connects, and may be refused before it returns
            ends = new ArrayList<>();
        }

        @Override
        void dies(LinkFailure failure, Set<Id> neverLeft) {
            ends.add(failure.message());
            super.dies(failure, neverLeft);
        }
    }
}
