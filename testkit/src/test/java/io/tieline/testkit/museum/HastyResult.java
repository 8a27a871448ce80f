package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import org.jspecify.annotations.Nullable;

/**
 * Each notification is handled by a task of its own, so that a later one can be done earlier: the
 * client's progress bar runs backwards.
 */
final class HastyResult implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        private @Nullable Runnable late;

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        /** A report of progress lets the next message pass. */
        @Override
        void says(@Nullable Stream on, Message message) {
            var before = late;
            late = null;
            boolean isProgress =
                    message instanceof Notification note && note.method().equals(Method.PROGRESS);
            if (isProgress && before == null) {
                late = () -> super.says(on, message);
            } else {
                super.says(on, message);
            }
            if (before != null) {
                before.run();
            }
        }
    }
}
