package io.tieline.http.server;

import io.netty.handler.codec.http.HttpRequest;
import io.tieline.session.Identity;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The question who sends one request. Takes the first decision, from any thread, and hands it over
 * on the connection's lane.
 */
final class IdentityInquiry implements Consumer<Identity> {

    private final HttpRequest request;
    private final LoopExecutor lane;
    private final BiConsumer<IdentityInquiry, Identity> reader;
    private final AtomicBoolean decided = new AtomicBoolean();

    /**
     * @param reader is told on the lane, perhaps when it has given the request up
     */
    IdentityInquiry(
            HttpRequest request, LoopExecutor lane, BiConsumer<IdentityInquiry, Identity> reader) {
        this.request = request;
        this.lane = lane;
        this.reader = reader;
    }

    /** Whose sender is asked for. */
    HttpRequest request() {
        return request;
    }

    @Override
    public void accept(Identity identity) {
        if (decided.compareAndSet(false, true)) {
            lane.run(() -> reader.accept(this, identity));
        }
    }
}
