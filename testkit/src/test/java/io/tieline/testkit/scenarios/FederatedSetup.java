package io.tieline.testkit.scenarios;

import io.tieline.framework.Answer;
import io.tieline.framework.McpClient;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.route.Federation;
import io.tieline.gateway.route.FederationSettings;
import io.tieline.gateway.route.Mount;
import io.tieline.http.EventLoops;
import io.tieline.http.HttpBackend;
import io.tieline.http.HttpBackendSettings;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.http.Services;
import io.tieline.session.Environment;
import io.tieline.session.backend.Backend;
import io.tieline.session.backend.InProcess;
import io.tieline.session.client.Service;
import io.tieline.session.client.SessionSettings;
import io.tieline.stdio.Children;
import io.tieline.stdio.StdioBackend;
import io.tieline.stdio.StdioCommand;
import io.tieline.stdio.StdioSettings;
import io.tieline.testkit.scenarios.Pairing.Transport;
import io.tieline.wire.Revision;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Several servers behind one front, and its clients: {@code git} is a child and speaks handshakes,
 * {@code db} the same over HTTP, {@code mail} speaks 2026-07-28 over HTTP, unless a test says
 * otherwise. Servers that are not children can go away and come back at the place where they were.
 */
final class FederatedSetup implements AutoCloseable {

    /**
     * How a client reaches all of them.
     *
     * @param transport of the front
     * @param era that the client speaks
     */
    record Front(Transport transport, Revision era) {

        /** Both eras over sockets and over pipes. */
        static Stream<Front> all() {
            return Stream.of(Transport.STREAMABLE_HTTP, Transport.STDIO)
                    .flatMap(transport ->
                            Stream.of(Revision.LATEST_HANDSHAKE, Revision.STATELESS)
                                    .map(era -> new Front(transport, era)));
        }

        /** Each transport and each era once. */
        static Stream<Front> some() {
            return Stream.of(
                    new Front(Transport.STREAMABLE_HTTP, Revision.STATELESS),
                    new Front(Transport.STDIO, Revision.LATEST_HANDSHAKE));
        }

        /** Both eras over sockets. */
        static Stream<Front> http() {
            return all().filter(front -> front.transport() == Transport.STREAMABLE_HTTP);
        }

        /** Where clients have sessions. */
        static Stream<Front> sessions() {
            return all().filter(front -> !front.era().isStateless());
        }

        @Override
        public String toString() {
            return transport + " " + era.text();
        }
    }

    /** A server that will be behind the front. */
    private record Behind(
            String name,
            Transport transport,
            GatewaySettings settings,
            UnaryOperator<Mount> change) {}

    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final Recorder recorder = new Recorder();
    private final EventLoops loops = owned(EventLoops.open(2), EventLoops::close);
    private final Environment environment = new Environment(loops.timers(), new Random(), recorder);
    private final Children children = owned(new Children(System.getenv()), Children::close);
    private final Map<String, BentServer> servers = new LinkedHashMap<>();
    private final Map<String, HttpListener> listeners = new LinkedHashMap<>();
    private final List<Mount> mounts = new ArrayList<>();
    private final FederationSettings settings;
    private final Federation federation;
    private final Backend front;
    private final Revision era;

    private FederatedSetup(Front front, FederationSettings settings, List<Behind> behind)
            throws IOException {
        this.settings = settings;
        this.era = front.era();
        for (var server : behind) {
            mounts.add(mount(server));
        }
        federation = federation(mounts, settings);
        this.front = serve(front.transport(), federation);
    }

    /** A setup that is not there yet. */
    static final class Plan {

        private final Front front;
        private final List<Behind> behind = new ArrayList<>();
        private FederationSettings settings = FederationSettings.DEFAULT;

        private Plan(Front front) {
            this.front = front;
        }

        Plan settings(FederationSettings other) {
            settings = other;
            return this;
        }

        /** A child. */
        Plan child(String name) {
            return with(name, Transport.STDIO, GatewaySettings.DEFAULT, mount -> mount);
        }

        /** A server to which the gateway speaks in this era. */
        Plan http(String name, Revision era) {
            return http(name, era, mount -> mount);
        }

        Plan http(String name, Revision era, UnaryOperator<Mount> change) {
            var revised = GatewaySettings.DEFAULT.withRevision(era);
            return with(name, Transport.STREAMABLE_HTTP, revised, change);
        }

        Plan with(
                String name,
                Transport transport,
                GatewaySettings own,
                UnaryOperator<Mount> change) {
            behind.add(new Behind(name, transport, own, change));
            return this;
        }

        FederatedSetup open() throws IOException {
            return new FederatedSetup(front, settings, behind);
        }
    }

    /** The servers that the test names. */
    static Plan plan(Front front) {
        return new Plan(front);
    }

    /** The usual three. */
    static Plan three(Front front) {
        return three(front, mount -> mount);
    }

    /** The usual three, each shown in this way. */
    static Plan three(Front front, UnaryOperator<Mount> change) {
        return plan(front)
                .with(
                        "git",
                        Transport.STDIO,
                        GatewaySettings.DEFAULT.withRevision(Revision.LATEST_HANDSHAKE),
                        change)
                .http("db", Revision.LATEST_HANDSHAKE, change)
                .http("mail", Revision.STATELESS, change);
    }

    /** Begins a client of all of them. */
    McpClient.Builder client() {
        return client(front);
    }

    private McpClient.Builder client(Backend target) {
        return McpClient.to(target).environment(environment).revision(era);
    }

    /** Begins a client whose user answers every question with its text. */
    McpClient.Builder echoing() {
        return client().onElicitation(
                        question -> Answer.accept(Map.of("secret", "to " + question.message())));
    }

    /** Begins a client of a path of a listener. */
    McpClient.Builder client(HttpListener listener, String path) {
        return client(HttpBackend.to(listener.uri(path), loops));
    }

    List<Mount> mounts() {
        return mounts;
    }

    FederationSettings settings() {
        return settings;
    }

    Federation federation() {
        return federation;
    }

    /** Other things to see of the same servers. */
    Federation federation(List<Mount> some, FederationSettings other) {
        return owned(new Federation(some, other, environment), Federation::close);
    }

    /** A gateway before one of the servers. */
    Gateway gateway(String name) {
        return mounts.stream()
                .filter(mount -> mount.name().equals(name))
                .findAny()
                .orElseThrow()
                .gateway();
    }

    /** A server that is no child. */
    BentServer server(String name) {
        return Objects.requireNonNull(servers.get(name), name);
    }

    /** Nobody listens there any more, and whoever was connected is not. */
    void kill(String name) {
        Objects.requireNonNull(listeners.get(name), name).close();
    }

    /** It listens at the same place again, and has forgotten everybody. */
    void revive(String name) throws IOException {
        int port = Objects.requireNonNull(listeners.get(name), name).port();
        listeners.put(name, listen(Services.of(server(name)), port));
    }

    /** Listens over HTTP, until this is closed. */
    HttpListener listen(Services services, int port) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var listening = HttpSettings.DEFAULT.withAddress(address);
        return owned(
                HttpListener.serve(services, listening, loops, environment), HttpListener::close);
    }

    private Mount mount(Behind server) throws IOException {
        var gateway = new Gateway(backend(server), server.settings(), environment);
        return server.change().apply(new Mount(server.name(), owned(gateway, Gateway::close)));
    }

    private Backend backend(Behind server) throws IOException {
        var name = server.name();
        return switch (server.transport()) {
            case STDIO -> child(name, ChildProgram.command(name));
            case IN_PROCESS ->
                    new InProcess(name, service(name), SessionSettings.DEFAULT, environment);
            case STREAMABLE_HTTP, HTTP_SSE -> {
                var listener = listen(Services.of(service(name)), 0);
                listeners.put(name, listener);
                yield HttpBackend.to(
                        listener.uri(), loops, HttpBackendSettings.DEFAULT.withName(name));
            }
        };
    }

    private BentServer service(String name) {
        var server = new BentServer(NamedServer.create(name));
        servers.put(name, server);
        return server;
    }

    private Backend child(String name, StdioCommand command) {
        return StdioBackend.of(command, StdioSettings.DEFAULT, children, environment).named(name);
    }

    private Backend serve(Transport transport, Service service) throws IOException {
        return transport == Transport.STDIO
                ? new PipedClient(service, environment)
                : HttpBackend.to(listen(Services.of(service), 0).uri(), loops);
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
