package io.tieline.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.session.backend.Backend;
import io.tieline.testkit.peers.FaultyBackend;
import io.tieline.testkit.peers.LocalListener;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.testkit.peers.RecordedClient;
import io.tieline.testkit.peers.RecordedObserver;
import io.tieline.testkit.peers.ScriptedServer;
import io.tieline.wire.Json;
import io.tieline.wire.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A federation with scripted servers behind it and clients before it. Everything happens on the
 * thread of the test, by a clock that the test moves. When it is closed, nothing may be kept and no
 * alarm may be set any longer.
 */
final class FederationWorld implements AutoCloseable {

    private static final Duration AFTERWARDS = Duration.ofMinutes(1);

    final ManualClock clock = new ManualClock();
    final RecordedObserver observer = new RecordedObserver();
    final Budget budget = new Budget(1L << 30);
    final Environment environment = new Environment(clock, new Random(1), observer, budget);
    final Federation federation;
    private final Map<String, FaultyBackend> links = new LinkedHashMap<>();
    private final List<Mount> mounts;
    private final List<Gateway> gateways = new ArrayList<>();
    private final LocalListener listener;

    private FederationWorld(FederationSettings settings, List<Server> servers) {
        mounts = servers.stream().map(this::mount).toList();
        federation = new Federation(mounts, settings, environment);
        listener = LocalListener.serve(federation, environment);
    }

    /** A server that will be there. */
    private record Server(
            String name,
            ScriptedServer script,
            GatewaySettings settings,
            UnaryOperator<Mount> change) {}

    /** The servers of a world that is not there yet. */
    static final class Plan {

        private final FederationSettings settings;
        private final List<Server> servers = new ArrayList<>();

        private Plan(FederationSettings settings) {
            this.settings = settings;
        }

        Plan with(String name, ScriptedServer server) {
            return with(name, server, GatewaySettings.DEFAULT, mount -> mount);
        }

        Plan with(String name, ScriptedServer server, UnaryOperator<Mount> change) {
            return with(name, server, GatewaySettings.DEFAULT, change);
        }

        Plan with(
                String name,
                ScriptedServer server,
                GatewaySettings own,
                UnaryOperator<Mount> change) {
            servers.add(new Server(name, server, own, change));
            return this;
        }

        FederationWorld open() {
            return new FederationWorld(settings, servers);
        }
    }

    static Plan plan() {
        return new Plan(FederationSettings.DEFAULT);
    }

    static Plan plan(FederationSettings settings) {
        return new Plan(settings);
    }

    /** A server that comes later, as it would be mounted. */
    Mount mount(String name, ScriptedServer script) {
        return mount(new Server(name, script, GatewaySettings.DEFAULT, mount -> mount));
    }

    /** The mounts with which the world began. */
    List<Mount> mounts() {
        return mounts;
    }

    private Mount mount(Server server) {
        var link = FaultyBackend.before(server.script().named(server.name()));
        links.put(server.name(), link);
        return server.change().apply(new Mount(server.name(), gateway(link, server.settings())));
    }

    /** A gateway before a server, which is closed with this world. */
    Gateway gateway(Backend backend, GatewaySettings settings) {
        var gateway = new Gateway(backend, settings, environment);
        gateways.add(gateway);
        return gateway;
    }

    /** The link with this server. */
    FaultyBackend link(String server) {
        return Objects.requireNonNull(links.get(server), server);
    }

    /** No server can be reached. */
    void refuseAll(String why) {
        links.values().forEach(link -> link.refuseConnections(why));
    }

    RecordedClient client(Revision revision) {
        return listener.client().revision(revision).connect();
    }

    RecordedClient client() {
        return listener.connect();
    }

    RecordedClient.Builder newClient() {
        return listener.client();
    }

    void advance(Duration time) {
        clock.advance(time);
    }

    static List<String> names(Json result, String member, String key) {
        return result.list(member).stream().map(one -> one.text(key)).toList();
    }

    static List<String> tools(RecordedClient client) {
        return names(client.request("tools/list", Json.EMPTY_OBJECT).result(), "tools", "name");
    }

    @Override
    public void close() {
        listener.close();
        federation.close();
        gateways.forEach(Gateway::close);
        assertThat(observer.faults()).isEmpty();
        clock.advance(AFTERWARDS); // what was cancelled is remembered for a while
        assertThat(clock.alarms()).as("alarms that are still set").isZero();
        assertThat(budget.used()).as("bytes that are still held").isZero();
    }
}
