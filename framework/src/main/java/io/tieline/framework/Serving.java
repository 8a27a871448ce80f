package io.tieline.framework;

import io.tieline.session.Lifetime;
import io.tieline.session.client.ServerTransport;
import io.tieline.session.client.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The listeners of one server or proxy. When the last of them ends, what the clients have left is
 * waited for: handlers that still run, and values of {@link SessionState} that are being closed.
 * Safe for use by several threads.
 */
final class Serving {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CountedThreads counted;
    private final Runnable atLast;
    private final AtomicInteger listeners = new AtomicInteger();
    private volatile boolean served;

    /**
     * No listener yet.
     *
     * @param atLast run whenever the last listener has ended, and all that clients have left
     */
    Serving(CountedThreads counted, Runnable atLast) {
        this.counted = counted;
        this.atLast = atLast;
    }

    /**
     * Begins to serve; what fails to begin leaves nothing behind.
     *
     * @param atEnd closes what belongs to this listener alone
     */
    RunningServer begin(
            Service service, ServerTransport transport, Lifetime lifetime, Runnable atEnd) {
        listeners.incrementAndGet();
        boolean begun = false;
        try {
            var listener = transport.listen(new Served(service, counted), lifetime);
            begun = true;
            return RunningServer.of(listener, () -> end(atEnd));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            if (!begun) {
                atEnd.run();
                forget();
            }
        }
    }

    private void end(Runnable atEnd) {
        served = true;
        if (listeners.get() == 1) {
            counted.awaitNone(PATIENCE);
        }
        atEnd.run();
        forget();
    }

    /** What was never served can still be, elsewhere. */
    private void forget() {
        if (listeners.decrementAndGet() == 0 && served) {
            atLast.run();
        }
    }
}
