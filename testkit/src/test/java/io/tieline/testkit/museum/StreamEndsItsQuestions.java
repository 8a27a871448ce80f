package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.RpcError;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whatever was asked on a request's stream is over with that request, though a bridge had put it
 * there for another one, which goes on: its client's answer finds nobody.
 */
final class StreamEndsItsQuestions implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    @SuppressWarnings("ReferenceEquality") // the very stream, not one like it
    private static final class Tap extends LinkTap {

        private final Map<Id, Stream> open = new HashMap<>();
        private final Set<Id> over = new HashSet<>();

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            super.says(on, message);
            if (on != null && message instanceof Request question) {
                open.put(question.id(), on);
                over.remove(question.id());
            } else if (on != null && message instanceof Response) {
                List.copyOf(open.keySet()).stream()
                        .filter(id -> open.get(id) == on)
                        .forEach(this::end);
            }
        }

        private void end(Id question) {
            send(Failure.of(question, RpcError.of(ErrorCode.INVALID_PARAMS, "The call is over")));
            over.add(question);
        }

        @Override
        public void send(Message message) {
            if (message instanceof Response response && response.id() != null) {
                open.remove(response.id());
                if (over.remove(response.id())) {
                    return;
                }
            }
            super.send(message);
        }
    }
}
