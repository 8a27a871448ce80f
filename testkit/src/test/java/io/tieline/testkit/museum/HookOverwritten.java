package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.client.Exchange;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Request;
import java.util.HashMap;
import java.util.Map;

/**
 * Who wants to hear of the end of a stream sets a field, and whoever comes next sets it again: the
 * first of two requests is never told that its client has hung up.
 */
final class HookOverwritten implements Wiring {

    private final Map<String, ReplyStream.Listener> hooks = new HashMap<>();

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            Exchange.Cancellation asks(Request request, Caller caller, ReplyStream stream) {
                return super.asks(request, caller, new Hooked(caller.principal().name(), stream));
            }
        };
    }

    private final class Hooked extends ReplyTap {

        private final String client;

        Hooked(String client, ReplyStream stream) {
            super(stream);
            this.client = client;
        }

        @Override
        public void listen(Listener listener) {
            hooks.put(client, listener);
            super.listen(Listener.of(listener::pressed, () -> last(listener).lost()));
        }

        private Listener last(Listener own) {
            return hooks.getOrDefault(client, own);
        }
    }
}
