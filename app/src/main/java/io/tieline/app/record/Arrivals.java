package io.tieline.app.record;

import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a server sends on one connection, for the thread that waits for it. Told by any thread, read
 * by one.
 */
final class Arrivals implements Link.Listener {

    /**
     * One message, or the end.
     *
     * @param message null at the end
     * @param on the request on whose stream it came
     * @param ended why it has ended
     */
    record Arrival(@Nullable Message message, @Nullable Id on, String ended) {}

    private final BlockingQueue<Arrival> waiting = new LinkedBlockingQueue<>();
    private final Differences findings;

    Arrivals(Differences findings) {
        this.findings = findings;
    }

    /**
     * The next one; null if there is none before this moment of {@link System#nanoTime}.
     *
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    @Nullable Arrival next(long until) throws InterruptedException {
        return waiting.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** The way back of one request. */
    Link.Stream of(Id id, Map<String, String> headers) {
        return new WayBack(this, id, headers);
    }

    @Override
    public void received(Message message) {
        waiting.add(new Arrival(message, null, ""));
    }

    @Override
    public void unreadable(MalformedException why) {
        findings.differ("The server sent what is no message: " + why.getMessage());
    }

    @Override
    public void closed(LinkFailure failure, Set<Id> neverLeft) {
        waiting.add(new Arrival(null, null, failure.message()));
    }

    private static final class WayBack implements Link.Stream {

        private final Arrivals arrivals;
        private final Id id;
        private final Map<String, String> headers;

        WayBack(Arrivals arrivals, Id id, Map<String, String> headers) {
            this.arrivals = arrivals;
            this.id = id;
            this.headers = headers;
        }

        @Override
        public void received(Message message) {
            arrivals.waiting.add(new Arrival(message, id, ""));
        }

        @Override
        public void failed(LinkFailure failure) {
            var error = failure.error("server", "call");
            arrivals.waiting.add(new Arrival(Failure.of(id, error), id, ""));
        }

        @Override
        public Map<String, String> headers() {
            return headers;
        }
    }
}
