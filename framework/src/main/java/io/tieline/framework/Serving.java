package io.tieline.framework;

import io.tieline.session.Lifetime;
import io.tieline.session.ServerTransport;
import io.tieline.session.Service;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Begins to serve what a user has built, and leaves nothing behind if that fails. */
final class Serving {

    private Serving() {}

    static RunningServer begin(
            Service service, ServerTransport transport, Lifetime lifetime, Runnable atEnd) {
        try {
            return RunningServer.of(transport.listen(service, lifetime), atEnd);
        } catch (IOException e) {
            atEnd.run();
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (RuntimeException e) {
            atEnd.run();
            throw e;
        }
    }
}
