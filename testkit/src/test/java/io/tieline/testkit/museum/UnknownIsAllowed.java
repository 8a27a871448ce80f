package io.tieline.testkit.museum;

import io.tieline.session.Caller;
import io.tieline.session.backend.Backend;
import io.tieline.session.client.ReplyStream;
import io.tieline.testkit.simulation.Front;
import io.tieline.testkit.simulation.Wiring;
import io.tieline.wire.Message;
import io.tieline.wire.MethodTraits;
import io.tieline.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway does not know as a question it lets pass: a backend has its client asked to call
 * a tool, to read a resource, to initialize.
 */
final class UnknownIsAllowed implements Wiring {

    private @Nullable ReplyStream latest;

    @Override
    public Front front(Front front) {
        return new FrontTap(front) {
            @Override
            void says(Seat seat, Message message, Caller caller, ReplyStream stream) {
                latest = message instanceof Request ? stream : latest;
                super.says(seat, message, caller, stream);
            }
        };
    }

    @Override
    public Backend backend(Backend backend) {
        return LinkTap.onEach(
                backend,
                core ->
                        new LinkTap(backend, core) {
                            @Override
                            void says(@Nullable Stream on, Message message) {
                                if (message instanceof Request
                                        && !MethodTraits.isServers(message)
                                        && latest != null) {
                                    latest.send(message);
                                } else {
                                    super.says(on, message);
                                }
                            }
                        });
    }
}
