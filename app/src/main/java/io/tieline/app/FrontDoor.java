package io.tieline.app;

import io.tieline.http.Services;
import io.tieline.session.client.ClientSession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What clients talk to, over whichever transport. */
interface FrontDoor extends AutoCloseable {

    /** Where clients find it, for the line that says that it is ready. */
    String where();

    /** Serves these from now on. Sessions of a service that is not among them end with an error. */
    void replace(Services services);

    /** Completed when it has ended by itself, since its only client has left. */
    CompletionStage<@Nullable Void> ended();

    /**
     * Takes no new session from when this returns. Completed when the calls in flight have ended,
     * or were failed since they took too long.
     */
    CompletionStage<@Nullable Void> drain();

    /** The sessions of clients, as far as they can be seen. */
    List<ClientSession> sessions();

    /** Makes a round trip through the front; says whether it came back within this time. */
    boolean isAlive(Duration most);

    @Override
    void close();
}
