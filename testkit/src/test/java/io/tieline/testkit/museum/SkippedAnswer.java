package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.MalformedException;

/**
 * A line that cannot be read is skipped, whatever it was: the call whose answer it was waits for
 * its time limit.
 */
final class SkippedAnswer implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        void garbles(MalformedException why) {
            // Skipped, as any other line that is no message.
        }
    }
}
