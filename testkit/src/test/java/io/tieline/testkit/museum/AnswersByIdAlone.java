package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.federation.FederatedWiring;
import io.tieline.wire.Id;
import io.tieline.wire.Message;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who has asked is found by the id of the question alone, which two servers number alike. */
final class AnswersByIdAlone implements FederatedWiring {

    private final Map<Id, Tap> askers = new HashMap<>();

    @Override
    public Backend backend(String server, Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private final class Tap extends LinkTap {

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            if (message instanceof Request question) {
                askers.put(question.id(), this);
            }
            super.says(on, message);
        }

        @Override
        public void send(Message message) {
            var asker = message instanceof Response answer ? askers.get(answer.id()) : null;
            (asker == null ? this : asker).pass(message);
        }

        private void pass(Message message) {
            super.send(message);
        }
    }
}
