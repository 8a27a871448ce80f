package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import org.jspecify.annotations.Nullable;

/**
 * A record that the server prints is taken for an answer, since it has a member that is named like
 * an id and holds the number of a call.
 */
final class PrintedRecord implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        private @Nullable Id latest;

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            if (request.method().equals(Method.TOOLS_CALL)) {
                latest = request.id();
            }
            super.request(request, stream);
        }

        /** Where the server logs, it has printed a record as well. */
        @Override
        void says(@Nullable Stream on, Message message) {
            super.says(on, message);
            var id = latest;
            if (id != null
                    && message instanceof Notification note
                    && note.method().equals(Method.LOG_MESSAGE)) {
                latest = null;
                super.says(on, Result.of(id, Json.object("level", "info")));
            }
        }
    }
}
