package io.tieline.testkit.museum;

import io.tieline.session.backend.Backend;
import io.tieline.testkit.federation.FederatedWiring;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Notification;
import org.jspecify.annotations.Nullable;

/** A server says that its tools are others now, and nobody passes it on. */
final class UnheardChange implements FederatedWiring {

    @Override
    public Backend backend(String server, Backend backend) {
        return LinkTap.onEach(
                backend,
                core ->
                        new LinkTap(backend, core) {
                            @Override
                            void says(@Nullable Stream on, Message message) {
                                boolean isChange =
                                        message instanceof Notification note
                                                && note.method().equals(Method.TOOLS_LIST_CHANGED);
                                if (!isChange) {
                                    super.says(on, message);
                                }
                            }
                        });
    }
}
