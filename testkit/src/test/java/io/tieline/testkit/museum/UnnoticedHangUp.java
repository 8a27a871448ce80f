package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Request;

/**
 * A response stream that is closed is taken for a bad connection, as it was when streams could be
 * resumed: the backend works on for nobody.
 */
final class UnnoticedHangUp implements Wiring {

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            Exchange.Cancellation asks(Request request, Caller caller, ReplyStream stream) {
                return super.asks(request, caller, new Patient(stream));
            }
        };
    }

    private static final class Patient extends ReplyTap {

        Patient(ReplyStream stream) {
            super(stream);
        }

        @Override
        public void listen(Listener listener) {
            super.listen(Listener.of(listener::pressed, () -> {}));
        }
    }
}
