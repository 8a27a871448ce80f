package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.LinkFailure;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Id;
import java.util.Set;

/**
 * The backend has forgotten the session and says so in words of its own. Nobody asks what they
 * mean, and every later request of the session fails in the same way.
 */
final class ForgottenForEver implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        /** The end of the session looks like the end of a request. */
        @Override
        void fails(Stream on, LinkFailure failure) {
            boolean lost = failure.kind() == LinkFailure.Kind.SESSION_LOST;
            var kind = lost ? LinkFailure.Kind.GONE : failure.kind();
            super.fails(on, new LinkFailure(kind, failure.message(), failure.executed()));
        }

        @Override
        void dies(LinkFailure failure, Set<Id> neverLeft) {
            if (!failure.message().contains("knows this session")) {
                super.dies(failure, neverLeft);
            }
        }
    }
}
