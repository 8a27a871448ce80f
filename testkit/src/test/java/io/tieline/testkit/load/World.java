package io.tieline.testkit.load;

import io.tieline.framework.McpClient;
import io.tieline.framework.SystemTimers;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.gateway.route.Federation;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.http.HttpBackendSettings;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.session.Environment;
import io.tieline.session.backend.Backend;
import io.tieline.session.client.Service;
import io.tieline.stdio.Children;
import io.tieline.stdio.StdioBackend;
import io.tieline.stdio.StdioCommand;
import io.tieline.stdio.StdioSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Everything that a gateway needs around it, closed in the opposite order of its opening. */
final class World implements AutoCloseable {

    private interface Closing {
        void close();
    }

    private final Deque<Closing> open = new ConcurrentLinkedDeque<>();
    final SystemTimers time = opened(new SystemTimers());
    final Environment environment = time.environment();
    final EventLoops loops;
    final Children children = new Children(System.getenv());

    World() {
        loops = EventLoops.open();
        open.push(loops::close);
        open.push(children::close);
    }

    private SystemTimers opened(SystemTimers timers) {
        open.push(timers::close);
        return timers;
    }

    /** Serves this over Streamable HTTP, on a port of its own. */
    HttpListener listen(Service service) throws IOException {
        return listen(service, HttpSettings.DEFAULT, environment);
    }

    HttpListener listen(Service service, HttpSettings settings, Environment own)
            throws IOException {
        return listen(service, settings, own, 0);
    }

    HttpListener listen(Service service, HttpSettings settings, Environment own, int port)
            throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var listener = HttpListener.serve(service, settings.withAddress(address), loops, own);
        open.push(listener::close);
        return listener;
    }

    Gateway gateway(Backend backend, SessionPolicy policy) {
        return gateway(backend, GatewaySettings.DEFAULT.withSessions(policy));
    }

    Gateway gateway(Backend backend, GatewaySettings settings) {
        var gateway = new Gateway(backend, settings, environment);
        open.push(gateway::close);
        return gateway;
    }

    Backend http(HttpListener listener) {
        return HttpBackend.to(listener.uri(), loops);
    }

    /** The same under a name of its own. */
    Backend http(HttpListener listener, String name) {
        return HttpBackend.to(listener.uri(), loops, HttpBackendSettings.DEFAULT.withName(name));
    }

    Backend child(List<String> command) {
        var argv = new StdioCommand(command, Map.of(), null);
        return StdioBackend.of(argv, StdioSettings.DEFAULT, children, environment);
    }

    /** Closes it with this world. */
    Federation owned(Federation federation) {
        open.push(federation::close);
        return federation;
    }

    /** A client over Streamable HTTP. */
    McpClient.Builder client(HttpListener listener) {
        return McpClient.to(http(listener)).environment(environment);
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
