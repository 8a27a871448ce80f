package io.tieline.http;

import io.tieline.http.server.RunningListener;
import io.tieline.session.Environment;
import io.tieline.session.client.ClientSessions;
import io.tieline.session.client.Service;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;

/**
 * Serves clients over HTTP: Streamable HTTP (revisions 2025-03-26 to 2026-07-28) at {@code /mcp}
 * and {@code /}, HTTP+SSE (revision 2024-11-05) at {@code /sse}; further services that have a name
 * at {@code /mcp/NAME} and {@code /sse/NAME}. At {@code /healthz} it says whether it lives, without
 * a word of what it serves. Where tokens are wanted, a document at {@code
 * /.well-known/oauth-protected-resource} and the same with each path behind it says which.
 *
 * <p>It serves from when {@link #serve} returns until {@link #close}, which ends every session and
 * whatever is served without one. It owns its connections and sessions, not the event loops. {@code
 * Host} and {@code Origin} of every request are checked, and only pages of {@linkplain
 * HttpSettings#allowedOrigins allowed origins} and its own can read an answer. Safe for use by
 * several threads; {@link #drain} and {@link #close} block, so they must not be called on an event
 * loop.
 */
public final class HttpListener implements AutoCloseable {

    private final RunningListener running;

    private HttpListener(RunningListener running) {
        this.running = running;
    }

    /**
     * Listens, and returns when clients can connect.
     *
     * @throws BindException if the address cannot be listened on; its message names the address
     * @throws IOException if the certificate or its key cannot be used
     */
    public static HttpListener serve(
            Service service, HttpSettings settings, EventLoops loops, Environment environment)
            throws IOException {
        return serve(Services.of(service), settings, loops, environment);
    }

    /**
     * Listens for clients of several services, and returns when clients can connect.
     *
     * @throws BindException if the address cannot be listened on; its message names the address
     * @throws IOException if the certificate or its key cannot be used
     */
    public static HttpListener serve(
            Services services, HttpSettings settings, EventLoops loops, Environment environment)
            throws IOException {
        var running =
                RunningListener.serve(
                        services.main(),
                        services.named(),
                        settings.ofListener(),
                        loops.loops(),
                        environment);
        return new HttpListener(running);
    }

    /**
     * Where clients on this machine connect: {@code http://127.0.0.1:8808/mcp}, also if it listens
     * on all addresses.
     */
    public URI uri() {
        return running.uri();
    }

    /**
     * Where clients on this machine connect to the service of this name: {@code
     * http://127.0.0.1:8808/mcp/dev}, whether there is one now or not.
     */
    public URI uri(String name) {
        return running.uri(name);
    }

    /** The port on which it listens; never 0. */
    public int port() {
        return running.port();
    }

    /** The sessions of all clients, whichever service they are with. */
    public ClientSessions sessions() {
        return running.sessions();
    }

    /**
     * Serves these from now on. The sessions and requests of a service that stays, which is the
     * same object under the same name, go on. What another one has in flight is answered with
     * -31005 and its sessions end, as those of the main service if that is another one now; then
     * its path is unknown (404). Does nothing once the listener is being closed.
     */
    public void replace(Services next) {
        running.replace(next.main(), next.named());
    }

    /**
     * Closes in order: no new session is opened and no request without one is taken (503), whoever
     * only listens is told that it is over, the requests in flight may end for so long, also those
     * whose clients are away with questions to answer and come back meanwhile, those that have not
     * are answered with -31005, and then everything is closed.
     */
    public void drain(Duration most) {
        running.drain(most);
    }

    /** Ends every session and connection; requests in flight are answered with -31005. */
    @Override
    public void close() {
        running.close();
    }
}
