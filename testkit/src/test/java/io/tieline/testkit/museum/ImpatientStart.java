package io.tieline.testkit.museum;

import io.tieline.session.Timers;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.LinkFailure;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A backend that takes its time to start is ended, and so is the next one: it never serves anybody.
 */
final class ImpatientStart implements Wiring {

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

        private static final Duration PATIENCE = Duration.ofMillis(20);

        private boolean answered;
        private boolean over;

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            if (over) {
                return;
            }
            super.request(request, stream);
            if (clock != null && request.method().equals(Method.INITIALIZE)) {
                clock.after(PATIENCE, this::look);
            }
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            answered = true;
            if (!over) {
                super.says(on, message);
            }
        }

        private void look() {
            if (!answered) {
                over = true;
                dies(LinkFailure.of(LinkFailure.Kind.GONE, "It does not start"), Set.of());
            }
        }
    }
}
