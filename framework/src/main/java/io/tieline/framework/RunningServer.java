package io.tieline.framework;

import io.tieline.session.client.ServerTransport;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A server or proxy that is being served, with all that belongs to it: its listener, event loops,
 * timers and child processes.
 *
 * <pre>{@code
 * void main() {
 *     McpServer.named("greeter", "1.0")
 *             .tool(Tool.of("greet"), (context, arguments) -> "Hello!")
 *             .serve(http(8080));
 * }
 * }</pre>
 *
 * <p>It runs until it is closed or, over stdio, until its client has left. As long as it runs it
 * keeps the process alive, so that {@code main} may return; when the process is asked to end, it is
 * closed. {@link #close} lets the requests in flight end, for 10 s at most. However it ends, values
 * that clients have left in their {@link SessionState} are closed and handlers that still run may
 * return, for 5 s at most. Safe for use by several threads.
 */
public final class RunningServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerTransport.Listener listener;
    private final Runnable atEnd;
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private final Thread keeper =
            Thread.ofPlatform().name("tieline-serving").daemon(false).unstarted(this::keep);
    private final Thread hook =
            Thread.ofPlatform().name("tieline-serving-end").unstarted(this::close);

    private RunningServer(ServerTransport.Listener listener, Runnable atEnd) {
        this.listener = listener;
        this.atEnd = atEnd;
    }

    /** Keeps it running; {@code atEnd} closes what else belongs to it, and is run once. */
    static RunningServer of(ServerTransport.Listener listener, Runnable atEnd) {
        var running = new RunningServer(listener, atEnd);
        Runtime.getRuntime().addShutdownHook(running.hook);
        running.keeper.start();
        return running;
    }

    /**
     * The address for clients, {@code http://127.0.0.1:8080/mcp} for example.
     *
     * @throws IllegalStateException over stdio, where the client is the one that started us
     */
    public URI uri() {
        var uri = listener.uri();
        if (uri == null) {
            throw new IllegalStateException(
                    "A server on stdin and stdout has no address: its client has started it");
        }
        return uri;
    }

    /**
     * The port for clients; never 0.
     *
     * @throws IllegalStateException over stdio
     */
    public int port() {
        return uri().getPort();
    }

    /** Whether clients are still being served. */
    public boolean isRunning() {
        return !over.isDone();
    }

    /**
     * Waits until it is closed, or until its only client has left. Returns earlier when this thread
     * is interrupted, still interrupted.
     */
    public void awaitEnd() {
        try {
            over.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException never) {
            throw new CompletionException(never);
        }
    }

    /**
     * Takes no new requests, lets those in flight end for at most so long, and closes everything.
     * Blocks until that is done; once it is closed, this returns at once.
     */
    public void drain(Duration most) {
        if (!stopped.isDone()) {
            listener.drain(most);
            stopped.complete(null);
        }
        if (!Thread.currentThread().equals(keeper)) {
            awaitEnd();
        }
    }

    /** The same as {@link #drain}, within 10 s. Closing twice is silent. */
    @Override
    public void close() {
        drain(PATIENCE);
    }

    private void keep() {
        var _ = listener.ended().thenRun(() -> stopped.complete(null));
        stopped.join();
        try {
            listener.close();
            atEnd.run();
        } finally {
            over.complete(null);
            forgetHook();
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The process ends, and the hook with it.
        }
    }
}
