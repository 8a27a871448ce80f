package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.federation.FederatedWiring;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server has listed is kept for ever: when it comes back with other tools, nobody sees. */
final class StaleAfterRecovery implements FederatedWiring {

    @Override
    public Backend backend(String server, Backend backend) {
        var first = new HashMap<Json, Json>();
        return LinkTap.onEach(backend, core -> new Tap(backend, core, first));
    }

    private static final class Tap extends LinkTap {

        private final Map<Json, Json> first;
        private final Map<Id, Json> asked = new HashMap<>();

        Tap(Backend backend, Listener core, Map<Json, Json> first) {
            super(backend, core);
            this.first = first;
        }

        @Override
        public void request(Request request, Stream stream) {
            if (request.method().equals(Method.TOOLS_LIST)) {
                var cursor = request.params() == null ? null : request.params().get("cursor");
                asked.put(request.id(), cursor == null ? Json.NULL : cursor);
            }
            super.request(request, stream);
        }

        @Override
        void says(@Nullable Stream on, Message message) {
            var page = message instanceof Result result ? asked.remove(result.id()) : null;
            super.says(
                    on,
                    page != null && message instanceof Result result
                            ? result.withResult(
                                    first.computeIfAbsent(page, _ -> result.result().detached()))
                            : message);
        }
    }
}
