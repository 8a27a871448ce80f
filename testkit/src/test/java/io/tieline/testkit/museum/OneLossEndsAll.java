package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.session.backend.LinkFailure;
import io.tieline.testkit.federation.FederatedWiring;
import io.tieline.wire.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One server's lost session ends what there is of all the others. */
final class OneLossEndsAll implements FederatedWiring {

    private final List<Tap> open = new ArrayList<>();

    @Override
    public Backend backend(String server, Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private final class Tap extends LinkTap {

        Tap(Backend backend, Listener core) {
            super(backend, core);
            open.add(this);
        }

        @Override
        void dies(LinkFailure failure, Set<Id> neverLeft) {
            var others = List.copyOf(open);
            open.clear();
            super.dies(failure, neverLeft);
            others.stream().filter(tap -> !equals(tap)).forEach(tap -> tap.endsToo(failure));
        }

        private void endsToo(LinkFailure failure) {
            super.close();
            super.dies(failure, Set.of());
        }

        @Override
        public void close() {
            open.remove(this);
            super.close();
        }
    }
}
