package io.tieline.testkit.odd;

import io.tieline.framework.McpClient;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.http.HttpBackendSettings;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.TimeLimits;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import io.tieline.stdio.Children;
import io.tieline.stdio.StdioBackend;
import io.tieline.stdio.StdioCommand;
import io.tieline.stdio.StdioFront;
import io.tieline.stdio.StdioSettings;
import io.tieline.testkit.scenarios.PipedClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What all trials share: event loops, a starter of children, and the clock of the clients, which
 * never leaps.
 */
final class OddWorld implements AutoCloseable {

    /** Limits that users have by default, whatever the default is of those who embed us. */
    private static final TimeLimits LIMITS =
            new TimeLimits(Duration.ofSeconds(60), Duration.ofMinutes(10), Duration.ofMinutes(60));

    private static final Duration PATIENCE = Duration.ofDays(1);

    private final EventLoops loops = EventLoops.open(2);
    private final Children children = new Children(System.getenv());
    private final LeapingClock time = new LeapingClock();
    private final Environment outside = new Environment(time, new SecureRandom(), Observer.NONE);

    /** A gateway before the odd server of this trial. */
    Behind gatewayBefore(Trial trial) throws IOException {
        return new Behind(trial);
    }

    @Override
    public void close() {
        children.close();
        time.close();
        loops.close();
    }

    /** A gateway before one odd server, and clients for it. */
    final class Behind implements AutoCloseable, Observer {

        private final LeapingClock clock = new LeapingClock();
        private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
        private final Environment environment = new Environment(clock, new SecureRandom(), this);
        private final Trial trial;
        private final RunningServer server;
        private final Gateway gateway;
        private final List<HttpListener> listeners = new ArrayList<>();
        private final Backend front;

        private Behind(Trial trial) throws IOException {
            this.trial = trial;
            server = RunningServer.of(trial.server(), trial.transport(), clock);
            var settings =
                    GatewaySettings.DEFAULT
                            .withSessions(trial.sessions().policy())
                            .withLimits(LIMITS);
            gateway = new Gateway(backend(), settings, environment);
            front = front();
        }

        private Backend front() throws IOException {
            return switch (trial.front()) {
                case HTTP, HTTP_STATELESS ->
                        http(
                                listen(gateway).uri(),
                                HttpBackendSettings.Transport.STREAMABLE,
                                outside);
                case HTTP_SSE ->
                        http(
                                listen(gateway).uri().resolve("/sse"),
                                HttpBackendSettings.Transport.SSE,
                                outside);
                case STDIO, STDIO_STATELESS -> new PipedClient(gateway, outside);
            };
        }

        private Backend backend() {
            return switch (trial.transport()) {
                case STDIO, STATELESS_STDIO ->
                        StdioBackend.of(
                                StdioCommand.of(server.command()),
                                StdioSettings.DEFAULT.withWriteStall(PATIENCE),
                                children,
                                environment);
                case EVENTS, JSON, STATELESS_EVENTS, STATELESS_JSON ->
                        http(server.uri(), HttpBackendSettings.Transport.AUTO, environment);
                case HTTP_SSE -> http(server.uri(), HttpBackendSettings.Transport.SSE, environment);
            };
        }

        private Backend http(URI uri, HttpBackendSettings.Transport transport, Environment in) {
            var settings = HttpBackendSettings.DEFAULT.withTransport(transport).withEnvironment(in);
            return HttpBackend.to(uri, loops, settings);
        }

        private HttpListener listen(Service service) throws IOException {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var listener =
                    HttpListener.serve(
                            service, HttpSettings.DEFAULT.withAddress(address), loops, outside);
            listeners.add(listener);
            return listener;
        }

        /** The bytes of a client of the front. */
        Wire wire() throws IOException {
            var wire = new Wire();
            wire.reconnect();
            return wire;
        }

        private Socket open() throws IOException {
            var uri = listeners.isEmpty() ? null : listeners.getFirst().uri();
            if (uri != null) {
                return new Socket(InetAddress.getLoopbackAddress(), uri.getPort());
            }
            try (var meeting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                var ours = new Socket(InetAddress.getLoopbackAddress(), meeting.getLocalPort());
                var theirs = meeting.accept();
                StdioFront.serve(
                        gateway,
                        theirs.getInputStream(),
                        theirs.getOutputStream(),
                        SessionSettings.DEFAULT,
                        StdioSettings.DEFAULT,
                        outside);
                return ours;
            }
        }

        McpClient connect() {
            return McpClient.to(front)
                    .environment(outside)
                    .limits(new TimeLimits(PATIENCE, PATIENCE, PATIENCE))
                    .onProgress(_ -> {})
                    .revision(trial.front().revision())
                    .connect();
        }

        /** What went wrong in the server's script, or in code of ours. */
        List<Throwable> faults() {
            var all = new ArrayList<>(faults);
            all.addAll(server.faults());
            return all;
        }

        @Override
        public void fault(Throwable fault) {
            faults.add(fault);
        }

        @Override
        public void close() throws IOException {
            listeners.forEach(HttpListener::close);
            gateway.close();
            server.close();
            clock.close();
        }

        /** One client's connections, one after the other. */
        final class Wire implements AutoCloseable {

            private @Nullable Socket socket;

            void reconnect() throws IOException {
                close();
                socket = open();
            }

            InputStream input() throws IOException {
                return current().getInputStream();
            }

            OutputStream output() throws IOException {
                return current().getOutputStream();
            }

            void endInput() throws IOException {
                current().shutdownOutput();
            }

            private Socket current() {
                return Objects.requireNonNull(socket);
            }

            @Override
            public void close() throws IOException {
                if (socket != null) {
                    socket.close();
                }
            }
        }
    }
}
