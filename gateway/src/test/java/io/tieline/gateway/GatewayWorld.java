package io.tieline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Caller;
import io.tieline.session.Environment;
import io.tieline.testkit.peers.FaultyBackend;
import io.tieline.testkit.peers.LocalListener;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedObserver;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/**
 * A gateway with a scripted server behind it and clients before it. Everything happens on the
 * thread of the test, by a clock that the test moves.
 */
final class GatewayWorld implements AutoCloseable {

    /** Longer than every pause before a backend is tried again. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    final ManualClock clock = new ManualClock();
    final RecordedObserver observer = new RecordedObserver();
    final ScriptedServer server;
    final FaultyBackend link;
    final Gateway gateway;
    private final LocalListener listener;

    GatewayWorld(ScriptedServer server, GatewaySettings settings) {
        this.server = server;
        this.link = FaultyBackend.before(server);
        var environment = new Environment(clock, new Random(1), observer);
        this.gateway = new Gateway(link, settings, environment);
        this.listener = LocalListener.serve(gateway, environment);
    }

    /** Before a server of the handshake era. */
    static GatewayWorld stateful(GatewaySettings settings) {
        return new GatewayWorld(greeter(ScriptedServer.stateful()), settings);
    }

    /** Before a server of the stateless era. */
    static GatewayWorld stateless(GatewaySettings settings) {
        return new GatewayWorld(greeter(ScriptedServer.stateless()), settings);
    }

    /** Has a tool {@code echo} that answers at once with the number of its connection. */
    private static ScriptedServer greeter(ScriptedServer server) {
        return server.tool("echo", call -> call.answer("connection " + call.connection()));
    }

    /** A client of the latest handshake revision. */
    RecordedClient client() {
        return listener.connect();
    }

    RecordedClient client(Revision revision) {
        return listener.client().revision(revision).connect();
    }

    /** A client of this caller, of this revision. */
    RecordedClient client(Revision revision, Caller caller) {
        return listener.client().revision(revision).caller(caller).connect();
    }

    /** A client without a session. */
    RecordedClient statelessClient() {
        return client(Revision.STATELESS);
    }

    /** Begins a client that is like no other. */
    RecordedClient.Builder newClient() {
        return listener.client();
    }

    static Caller principal(String name) {
        return new Caller(name, Map.of());
    }

    static Json uri(String uri) {
        return Json.object("uri", uri);
    }

    @Override
    public void close() {
        listener.close();
        gateway.close();
        assertThat(observer.faults()).isEmpty();
    }
}
