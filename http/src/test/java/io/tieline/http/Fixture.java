package io.tieline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Authentication.RequestHead;
import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.session.Identity;
import io.tieline.session.Observer;
import io.tieline.session.Principal;
import io.tieline.session.Timers;
import io.tieline.session.client.ClientSession;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A listener on a free port with a {@link ScriptedService} behind it, and clients for it. */
final class Fixture implements AutoCloseable {

    static final String BOTH = "accept: application/json, text/event-stream";
    static final String JSON = "content-type: application/json";
    private static final HttpSettings SETTINGS =
            HttpSettings.DEFAULT.withAddress(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));

    final ScriptedService service = new ScriptedService();
    final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();
    final BlockingQueue<Observer.Count> counts = new LinkedBlockingQueue<>();
    final EventLoops loops;
    final HttpListener listener;
    private final List<RawClient> clients = new ArrayList<>();

    Fixture() {
        this(settings -> settings);
    }

    Fixture(UnaryOperator<HttpSettings> change) {
        this(change, null);
    }

    /** A fixture whose sockets are of this interface. */
    Fixture(NetworkIo io) {
        this(EventLoops.open(2, io), settings -> settings, null, Budget.UNLIMITED);
    }

    /** A fixture in which only so many bytes may wait. */
    Fixture(Budget budget) {
        this(EventLoops.open(2), settings -> settings, null, budget);
    }

    /** A fixture with another clock; the loops' own if there is none. */
    Fixture(UnaryOperator<HttpSettings> change, @Nullable Timers timers) {
        this(EventLoops.open(2), change, timers, Budget.UNLIMITED);
    }

    private Fixture(
            EventLoops loops,
            UnaryOperator<HttpSettings> change,
            @Nullable Timers timers,
            Budget budget) {
        this.loops = loops;
        var observer =
                new Observer() {
                    @Override
                    public void counted(Count what, String detail) {
                        counts.add(what);
                    }

                    @Override
                    public void fault(Throwable fault) {
                        faults.add(fault);
                    }
                };
        var environment =
                new Environment(
                        timers == null ? loops.timers() : timers,
                        new SecureRandom(),
                        observer,
                        budget);
        try {
            listener = HttpListener.serve(service, change.apply(SETTINGS), loops, environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same settings; the header {@code x-user} says who is calling. */
    static HttpSettings byUser(HttpSettings settings) {
        return settings.withAuthentication(Fixture::decide);
    }

    private static void decide(RequestHead head, Consumer<Identity> decided) {
        var user = head.headers().get("x-user");
        decided.accept(user == null ? Identity.LOCAL : new Identity.Known(Principal.of(user)));
    }

    /** A new connection to the listener. */
    RawClient connect() {
        var client = new RawClient(listener.port());
        clients.add(client);
        return client;
    }

    /**
     * Waits until each loop has begun what it was asked; what was accepted is looked after then.
     */
    void settle() throws Exception {
        SettledLoops.await(loops);
    }

    /** Opens a session of this revision for a client that can be asked. */
    Session session(Revision revision, String... headers) {
        return new Session(this, revision, headers);
    }

    Session session() {
        return session(Revision.LATEST_HANDSHAKE);
    }

    static String initialize(String revision, String name) {
        return request(
                0,
                "initialize",
                Json.object(
                        "protocolVersion",
                        revision,
                        "capabilities",
                        Json.of("{\"elicitation\":{}}"),
                        "clientInfo",
                        Json.object("name", name, "version", "1")));
    }

    static String request(Object id, String method, Json params) {
        return Json.object("jsonrpc", "2.0", "id", id, "method", method, "params", params)
                .toString();
    }

    static String request(Object id, String method) {
        return request(id, method, Json.EMPTY_OBJECT);
    }

    /** An answer that accepts this question. */
    static String accepting(Json question) {
        return Json.object(
                        "jsonrpc",
                        "2.0",
                        "id",
                        question.get("id"),
                        "result",
                        Json.object("action", "accept"))
                .toString();
    }

    static String notification(String method) {
        return Json.object("jsonrpc", "2.0", "method", method).toString();
    }

    @Override
    public void close() {
        clients.forEach(RawClient::close);
        listener.close();
        loops.close();
        assertThat(faults).as("faults").isEmpty();
    }

    /** A session that is open, and connections that use it. */
    static final class Session {

        final Fixture fixture;
        final Revision revision;
        final ClientSession core;
        final String id;
        final List<String> headers = new ArrayList<>();
        private final List<RawClient> connections = new ArrayList<>();

        private Session(Fixture fixture, Revision revision, String... more) {
            this.fixture = fixture;
            this.revision = revision;
            headers.addAll(List.of(more));
            var client = connect();
            client.request("POST", "/mcp", initialize(revision.text(), "test"), with(JSON, BOTH));
            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(200);
            id = Objects.requireNonNull(answer.head().header("mcp-session-id"));
            core = fixture.service.opened();
            headers.add("mcp-session-id: " + id);
            headers.add("mcp-protocol-version: " + revision.text());
        }

        private String[] with(String... more) {
            var all = new ArrayList<>(headers);
            all.addAll(List.of(more));
            return all.toArray(String[]::new);
        }

        private RawClient connect() {
            var client = fixture.connect();
            connections.add(client);
            return client;
        }

        /** Its client ends all connections that it has used. */
        void disconnect() {
            connections.forEach(RawClient::close);
        }

        /** POSTs a body on a connection of its own. */
        RawClient post(String body, String... more) {
            return post(connect(), body, more);
        }

        /** POSTs a body on this connection. */
        RawClient post(RawClient client, String body, String... more) {
            var extra = new ArrayList<>(List.of(more));
            extra.add(JSON);
            if (extra.stream().noneMatch(header -> header.startsWith("accept:"))) {
                extra.add(BOTH);
            }
            client.request("POST", "/mcp", body, with(extra.toArray(String[]::new)));
            return client;
        }

        /** GETs the standalone stream, or what was missed. */
        RawClient get(String... more) {
            var extra = new ArrayList<>(List.of(more));
            extra.add("accept: text/event-stream");
            var client = connect();
            client.request("GET", "/mcp", "", with(extra.toArray(String[]::new)));
            return client;
        }

        RawClient delete() {
            var client = fixture.connect();
            client.request("DELETE", "/mcp", "", with());
            return client;
        }
    }
}
