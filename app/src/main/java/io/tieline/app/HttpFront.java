package io.tieline.app;

import io.tieline.http.EventLoops;
import io.tieline.http.HttpListener;
import io.tieline.session.Environment;
import io.tieline.session.Service;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The front for any number of clients.
 *
 * @param patience how long calls in flight may go on in the end
 */
record HttpFront(HttpListener listener, Duration patience) implements Front {

    static HttpFront open(
            FrontPlan.Http plan,
            Service service,
            Duration drain,
            EventLoops loops,
            Environment world)
            throws CannotStart {
        try {
            return new HttpFront(HttpListener.serve(service, plan.settings(), loops, world), drain);
        } catch (BindException e) {
            throw CannotStart.at(plan.place(), wayOut(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new CannotStart(String.valueOf(e.getMessage()));
        }
    }

    /** The message names the address, and the way out if that is in use. */
    private static String wayOut(String message) {
        return message.contains("in use")
                ? message
                : message + "; name an address of this machine, and a port that you may use";
    }

    @Override
    public String where() {
        return "at " + listener.uri();
    }

    /** Clients come and go; it never ends by itself. */
    @Override
    public CompletionStage<@Nullable Void> ended() {
        return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<@Nullable Void> drain() {
        listener.sessions().refuseNew();
        var drained = new CompletableFuture<@Nullable Void>();
        Thread.ofPlatform()
                .name("tieline-drain")
                .start(() -> {
                    try {
                        listener.drain(patience);
                    } finally {
                        drained.complete(null);
                    }
                });
        return drained;
    }

    @Override
    public void close() {
        listener.close();
    }
}
