package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.federation.FederatedWiring;
import io.tieline.wire.Message;
import io.tieline.wire.Result;
import org.jspecify.annotations.Nullable;

/**
 * The first page of each server is taken for its list, and the cursor of the next one is dropped
 * (agentgateway 3476).
 */
final class CursorDropped implements FederatedWiring {

    @Override
    public Backend backend(String server, Backend backend) {
        return LinkTap.onEach(
                backend,
                core ->
                        new LinkTap(backend, core) {
                            @Override
                            void says(@Nullable Stream on, Message message) {
                                super.says(
                                        on,
                                        message instanceof Result result
                                                        && result.result().get("nextCursor") != null
                                                ? result.withResult(
                                                        result.result().without("nextCursor"))
                                                : message);
                            }
                        });
    }
}
