package io.tieline.http;

import io.tieline.session.Environment;
import io.tieline.session.Lifetime;
import io.tieline.session.client.ServerTransport;
import io.tieline.session.client.Service;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * HTTP in one word, for a static import: {@code server.serve(http(8080))}, {@code
 * McpClient.to(url("https://mcp.example.com/mcp"))}.
 */
public final class Http {

    private Http() {}

    /**
     * Serves over HTTP at {@code /mcp} for clients on this machine.
     *
     * @param port 1 to 65535, or 0 for a free one
     * @return settings that a server is served with; change them with their {@code with} methods
     */
    public static HttpSettings http(int port) {
        return http("127.0.0.1", port);
    }

    /**
     * Serves over HTTP at an address of this machine: {@code 0.0.0.0} for all of them. Names under
     * which others call it are {@linkplain HttpSettings#withAllowedHosts allowed} one by one.
     */
    public static HttpSettings http(String host, int port) {
        return HttpSettings.DEFAULT.withAddress(new InetSocketAddress(host, port));
    }

    /** Serves over HTTP with these settings. */
    public static HttpSettings http(HttpSettings settings) {
        return settings;
    }

    /**
     * The MCP server at this URL, http or https.
     *
     * @throws IllegalArgumentException if the text is no such URL
     */
    public static ServerUrl url(String uri) {
        return url(URI.create(uri));
    }

    /**
     * The MCP server at this URL, http or https.
     *
     * @throws IllegalArgumentException if it is no such URL
     */
    public static ServerUrl url(URI uri) {
        return new ServerUrl(uri, HttpBackendSettings.DEFAULT);
    }

    static ServerTransport.Listener listen(
            HttpSettings settings, Service service, Lifetime lifetime) throws IOException {
        var loops = loops(lifetime);
        return new Listening(
                HttpListener.serve(service, settings, loops, environment(loops, lifetime)));
    }

    static EventLoops loops(Lifetime lifetime) {
        return lifetime.shared(EventLoops.class, EventLoops::open);
    }

    /** The lifetime's world, with alarms that ring on the loops. */
    static Environment environment(EventLoops loops, Lifetime lifetime) {
        var around = lifetime.environment();
        return new Environment(loops.timers(), around.random(), around.observer(), around.budget());
    }

    private record Listening(HttpListener listener) implements ServerTransport.Listener {

        @Override
        public URI uri() {
            return listener.uri();
        }

        /** Clients come and go; it never ends by itself. */
        @Override
        public CompletionStage<@Nullable Void> ended() {
            return new CompletableFuture<>();
        }

        @Override
        public void drain(Duration most) {
            listener.drain(most);
        }

        @Override
        public void close() {
            listener.close();
        }
    }
}
