package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Json;
import io.tieline.wire.Request;

/**
 * Messages become objects and then text again: 1.50e+3 leaves as 1500.0, and a schema or a
 * signature no longer fits.
 */
final class Remodelled implements Wiring {

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(backend, core -> new Tap(backend, core));
    }

    private static final class Tap extends LinkTap {

        Tap(Backend backend, Listener core) {
            super(backend, core);
        }

        @Override
        public void request(Request request, Stream stream) {
            var params = request.params();
            var text = params == null ? "" : params.toString();
            boolean changes = text.contains("1.50e+3");
            super.request(
                    changes
                            ? request.withParams(Json.of(text.replace("1.50e+3", "1500.0")))
                            : request,
                    stream);
        }
    }
}
