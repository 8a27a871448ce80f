package io.tieline.testkit.scenarios;

import io.tieline.framework.Answer;
import io.tieline.framework.McpClient;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.http.HttpBackendSettings;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.http.settings.HttpBackendLimits;
import io.tieline.http.settings.HttpLimits;
import io.tieline.session.Caller;
import io.tieline.session.Environment;
import io.tieline.session.Timers;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.InProcess;
import io.tieline.session.backend.Link;
import io.tieline.session.client.ClientSessions;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import io.tieline.stdio.Children;
import io.tieline.stdio.StdioBackend;
import io.tieline.stdio.StdioCommand;
import io.tieline.stdio.StdioSettings;
import io.tieline.testkit.scenarios.Pairing.Transport;
import io.tieline.wire.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A gateway between the two transports of a pairing, the server behind it, and its clients. */
final class Setup implements AutoCloseable {

    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final Recorder recorder = new Recorder();
    private final AtomicInteger connections = new AtomicInteger();
    private final EventLoops loops = owned(EventLoops.open(2), EventLoops::close);
    private final Environment environment =
            new Environment(loops.timers(), new SecureRandom(), recorder);
    private final Children children = owned(new Children(System.getenv()), Children::close);
    private final Queue<ClientSessions> served = new ConcurrentLinkedQueue<>();
    private final Backend backend;
    private final Gateway gateway;
    private final Backend front;

    private Setup(
            Pairing pairing,
            Service server,
            StdioCommand child,
            GatewaySettings settings,
            @Nullable Timers timers,
            Sizes sizes)
            throws IOException {
        var core =
                timers == null
                        ? environment
                        : new Environment(timers, new SecureRandom(), recorder);
        backend = reach(pairing.backend(), server, child, sizes);
        gateway = owned(new Gateway(counted(backend), settings, core), Gateway::close);
        front = serve(pairing.front(), gateway, sizes, Sizes.USUAL);
    }

    /** What a message may cost, over each transport. */
    private record Sizes(HttpLimits clients, HttpBackendLimits servers, StdioSettings pipes) {

        static final Sizes USUAL =
                new Sizes(HttpLimits.DEFAULT, HttpBackendLimits.DEFAULT, StdioSettings.DEFAULT);

        static Sizes of(Limits limits) {
            return new Sizes(
                    HttpLimits.DEFAULT.withMessages(limits),
                    HttpBackendLimits.DEFAULT.withMessage(limits),
                    StdioSettings.DEFAULT.withLimits(limits));
        }
    }

    /** A gateway in front of the sample server, with a session for each client. */
    static Setup of(Pairing pairing) throws IOException {
        return of(pairing, GatewaySettings.DEFAULT);
    }

    /** A gateway in front of the sample server. */
    static Setup of(Pairing pairing, GatewaySettings settings) throws IOException {
        return of(pairing, SampleServer.create(), settings);
    }

    /**
     * A gateway in front of the sample server, or of this child, that lives by a clock of the
     * test's own; everything around it by that of the world.
     */
    static Setup of(Pairing pairing, StdioCommand child, GatewaySettings settings, Timers timers)
            throws IOException {
        return new Setup(pairing, SampleServer.create(), child, settings, timers, Sizes.USUAL);
    }

    /**
     * A gateway in front of the sample server that takes messages within these limits, from either
     * side; client and server have the usual ones.
     */
    static Setup of(Pairing pairing, GatewaySettings settings, Limits messages) throws IOException {
        return new Setup(
                pairing,
                SampleServer.create(),
                ChildProgram.command(),
                settings,
                null,
                Sizes.of(messages));
    }

    /** A gateway in front of another child. */
    static Setup of(Pairing pairing, StdioCommand child) throws IOException {
        return new Setup(
                pairing, SampleServer.create(), child, GatewaySettings.DEFAULT, null, Sizes.USUAL);
    }

    /** A gateway in front of another service; not as a child. */
    static Setup of(Pairing pairing, Service server, GatewaySettings settings) throws IOException {
        return new Setup(pairing, server, ChildProgram.command(), settings, null, Sizes.USUAL);
    }

    /** Begins a client of the gateway. */
    McpClient.Builder client() {
        return McpClient.to(front).environment(environment);
    }

    /** Begins a client of the gateway whose user has this name. */
    McpClient.Builder client(String name) {
        return client().onElicitation(_ -> Answer.accept(Map.of("name", name)));
    }

    /** Begins a client of the server itself, without the gateway. */
    McpClient.Builder direct() {
        return McpClient.to(backend).environment(environment);
    }

    /** How many connections the gateway has opened to its backend. */
    int connections() {
        return connections.get();
    }

    /** Lets the server forget a session that the gateway has with it; not where it is a child. */
    void forget(String session) {
        served.forEach(sessions -> forget(sessions, session));
    }

    private static void forget(ClientSessions sessions, String id) {
        var session = sessions.find(id, Caller.LOCAL);
        if (session != null) {
            session.close();
        }
    }

    Recorder recorder() {
        return recorder;
    }

    Environment environment() {
        return environment;
    }

    EventLoops loops() {
        return loops;
    }

    Gateway gateway() {
        return gateway;
    }

    /** Serves the gateway over HTTP as well. */
    HttpListener listener() {
        return listen(gateway);
    }

    /** Serves anything over HTTP, until this is closed. */
    HttpListener listen(Service service) {
        return listen(service, HttpLimits.DEFAULT);
    }

    private HttpListener listen(Service service, HttpLimits limits) {
        var settings =
                HttpSettings.DEFAULT
                        .withLimits(limits)
                        .withAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try {
            var listener = HttpListener.serve(service, settings, loops, environment);
            served.add(listener.sessions());
            return owned(listener, HttpListener::close);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Backend reach(Transport transport, Service server, StdioCommand child, Sizes sizes) {
        return transport == Transport.STDIO
                ? StdioBackend.of(child, sizes.pipes(), children, environment)
                : serve(transport, server, Sizes.USUAL, sizes);
    }

    /**
     * Serves clients, and gives what a client needs to connect.
     *
     * @param here what is taken from clients
     * @param there what the client takes from us
     */
    private Backend serve(Transport transport, Service service, Sizes here, Sizes there) {
        return switch (transport) {
            case IN_PROCESS -> local(service);
            case STDIO -> new PipedClient(service, here.pipes(), environment);
            case STREAMABLE_HTTP ->
                    http(
                            listen(service, here.clients()).uri(),
                            HttpBackendSettings.Transport.STREAMABLE,
                            there);
            case HTTP_SSE ->
                    http(
                            listen(service, here.clients()).uri().resolve("/sse"),
                            HttpBackendSettings.Transport.SSE,
                            there);
        };
    }

    private Backend local(Service service) {
        var local = new InProcess("local", service, SessionSettings.DEFAULT, environment);
        served.add(local.sessions());
        return local;
    }

    private Backend http(URI uri, HttpBackendSettings.Transport transport, Sizes sizes) {
        var settings =
                HttpBackendSettings.DEFAULT.withTransport(transport).withLimits(sizes.servers());
        return HttpBackend.to(uri, loops, settings.withEnvironment(environment));
    }

    private Backend counted(Backend counted) {
        return new Backend() {
            @Override
            public String name() {
                return counted.name();
            }

            @Override
            public boolean isProgram() {
                return counted.isProgram();
            }

            @Override
            public Link connect(Link.Listener listener) {
                connections.incrementAndGet();
                return counted.connect(listener);
            }
        };
    }

    private <T> T owned(T resource, Consumer<T> close) {
        closing.push(() -> close.accept(resource));
        return resource;
    }

    /** Ends everything, the last first; fails if code of ours threw what nobody caught. */
    @Override
    public void close() {
        closing.forEach(Runnable::run);
        recorder.requireNoFaults();
    }
}
