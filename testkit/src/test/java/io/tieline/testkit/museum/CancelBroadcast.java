package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.federation.FederatedWiring;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import java.util.ArrayList;
import java.util.List;

/** A request that is taken back is taken back at every server: each knows its id as another's. */
final class CancelBroadcast implements FederatedWiring {

    private final List<Tap> everybody = new ArrayList<>();

    @Override
    public Backend backend(String server, Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private final class Tap extends LinkTap {

        Tap(Backend backend, Listener core) {
            super(backend, core);
            everybody.add(this);
        }

        @Override
        public void send(Message message) {
            boolean isCancellation =
                    message instanceof Notification note && note.method().equals(Method.CANCELLED);
            if (isCancellation) {
                everybody.forEach(tap -> tap.pass(message));
            } else {
                pass(message);
            }
        }

        private void pass(Message message) {
            super.send(message);
        }

        @Override
        public void close() {
            everybody.remove(this);
            super.close();
        }
    }
}
