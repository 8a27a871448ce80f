package io.tieline.testkit.museum;

import io.tieline.gateway.route.Mount;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.LinkFailure;
import io.tieline.testkit.federation.FederatedWiring;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A reload begins everything anew: calls of servers that nobody has changed are dropped. */
final class ReloadRestartsAll implements FederatedWiring {

    private final List<Tap> open = new ArrayList<>();

    @Override
    public Backend backend(String server, Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    @Override
    public List<Mount> mounts(List<Mount> mounts) {
        List.copyOf(open).forEach(Tap::restart);
        return mounts;
    }

    private final class Tap extends LinkTap {

        Tap(Backend backend, Listener core) {
            super(backend, core);
            open.add(this);
        }

        private void restart() {
            close();
            dies(LinkFailure.of(LinkFailure.Kind.GONE, "Restarting"), Set.of());
        }

        @Override
        public void close() {
            open.remove(this);
            super.close();
        }
    }
}
