package io.tieline.session.client;

import io.tieline.session.Lifetime;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A way on which clients reach a {@link Service}: HTTP at a port, or the standard streams of this
 * process (all revisions, "Transports"). Immutable; opens nothing before {@link #listen}.
 */
@FunctionalInterface
public interface ServerTransport {

    /**
     * Begins to serve, and returns when clients can connect.
     *
     * @param lifetime owns what is opened beside the listener, and ends after it
     * @throws IOException if clients cannot be listened for; the message says why and what to do
     */
    Listener listen(Service service, Lifetime lifetime) throws IOException;

    /** Serves until it is closed, or until its only client has left. Safe for several threads. */
    interface Listener extends AutoCloseable {

        /** The address for clients; null if the only client is the one that started us. */
        @Nullable URI uri();

        /** Completed when it has ended by itself, since its only client has left. */
        CompletionStage<@Nullable Void> ended();

        /**
         * Takes no new request, lets those in flight go on for at most so long, and closes. Blocks
         * until that is done.
         */
        void drain(Duration most);

        /** Ends at once: what is in flight fails. Closing twice is silent. */
        @Override
        void close();
    }
}
