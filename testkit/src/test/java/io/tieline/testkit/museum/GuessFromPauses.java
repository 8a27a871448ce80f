package io.tieline.testkit.museum;

import io.tieline.session.Timers;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.LinkFailure;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stream on which there was a sign of life is taken for dead when it is quiet for a while: the
 * call ends long before its own limits.
 */
final class GuessFromPauses implements Wiring {

    private @Nullable Timers clock;

    @Override
    public Timers timers(Timers timers) {
        clock = timers;
        return timers;
    }

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private final class Tap extends LinkTap {

        private static final Duration QUIET = Duration.ofMillis(400);

        private final Set<Id> pending = new HashSet<>();
        private int heard;
        private boolean over;

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            pending.add(request.id());
            if (!over) {
                super.request(request, stream);
            }
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            if (over) {
                return;
            }
            if (message instanceof Response response && response.id() != null) {
                pending.remove(response.id());
            }
            super.says(on, message);
            int before = ++heard;
            if (clock != null) {
                clock.after(QUIET, () -> look(before));
            }
        }

        private void look(int before) {
            if (heard == before && !pending.isEmpty() && !over) {
                over = true;
                dies(LinkFailure.of(LinkFailure.Kind.GONE, "It has fallen silent"), Set.of());
            }
        }
    }
}
