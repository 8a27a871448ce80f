package io.tieline.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.Answer;
import io.tieline.framework.Elicitation;
import io.tieline.framework.McpClient;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.route.Federation;
import io.tieline.gateway.route.FederationSettings;
import io.tieline.gateway.route.Mount;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.session.backend.Backend;
import io.tieline.session.client.Service;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import io.tieline.wire.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenarios 74 and 92 with many questions at once: several clients have four questions in flight at
 * each of three servers behind one front, which number theirs alike and are answered in an order of
 * chance. Every answer reaches its own call; clients that never come back with theirs, and a server
 * that is killed again and again, disturb nobody else. For the full run: {@code -Dtieline.clients=8
 * -Dtieline.rounds=25 -Dtieline.kills=3}.
 */
@Timeout(120)
final class FederationConcurrencyTest {

    private static final int CLIENTS = Integer.getInteger("tieline.clients", 4);
    private static final int AT_ONCE = 4;
    private static final int ROUNDS = Integer.getInteger("tieline.rounds", 4);
    private static final int KILLS = Integer.getInteger("tieline.kills", 1);
    private static final List<String> SERVERS = List.of("child", "sessions", "stateless");
    private static final Executor ITS_OWN = task -> Thread.ofVirtual().start(task);

    /**
     * One run.
     *
     * @param era that the clients speak
     * @param leaves how likely a client is to give a call up that has asked
     */
    record Run(Revision era, double leaves) {

        @Override
        public String toString() {
            return era.text() + (leaves > 0 ? ", 30 % abandoned" : "");
        }
    }

    static Stream<Run> runs() {
        return eras().flatMap(era -> Stream.of(new Run(era, 0), new Run(era, 0.3)));
    }

    static Stream<Revision> eras() {
        return Stream.of(Revision.LATEST_HANDSHAKE, Revision.STATELESS);
    }

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void scenario74And92EveryAnswerReachesItsOwnCallAtItsOwnServer(Run run) throws Exception {
        var front =
                patient(
                        federation(
                                mount("child", world.child(AskingServer.command()), false),
                                mount("sessions", http("sessions"), false),
                                mount("stateless", http("stateless"), true)),
                        0);
        int left = 0;
        for (var done : run(front, run, SERVERS)) {
            assertThat(done.asked()).isEqualTo(AT_ONCE * ROUNDS);
            assertThat(done.strangers()).isZero();
            left += done.left();
        }
        assertThat(left > 0).isEqualTo(run.leaves() > 0);
        for (var server : SERVERS) {
            serves(front, run.era(), server);
        }
    }

    @ParameterizedTest
    @MethodSource("eras")
    void scenario88And92AServerThatIsKilledEverySecondDisturbsNobodyElse(Revision era)
            throws Exception {
        var mortal = patient(AskingServer.server(), 0);
        var front =
                patient(
                        federation(
                                mount("mortal", world.http(mortal, "mortal"), false),
                                mount("sessions", http("sessions"), false),
                                mount("stateless", http("stateless"), true)),
                        0);
        var over = new AtomicBoolean();
        var killed = new AtomicInteger();
        var killing = CompletableFuture.runAsync(() -> kill(mortal, killed, over), ITS_OWN);
        var suffering = new ArrayList<CompletableFuture<Sufferer>>();
        for (int i = 0; i < CLIENTS; i++) {
            var sufferer = new Sufferer("sufferer-" + i);
            suffering.add(
                    CompletableFuture.supplyAsync(
                            () -> sufferer.run(world, front, era, over), ITS_OWN));
        }
        while (killed.get() < KILLS) {
            for (var done : run(front, new Run(era, 0), List.of("sessions", "stateless"))) {
                assertThat(done.asked()).isEqualTo(AT_ONCE * ROUNDS);
                assertThat(done.strangers()).isZero();
            }
        }
        over.set(true);
        killing.get(20, TimeUnit.SECONDS);
        for (var sufferer : suffering) {
            assertThat(sufferer.get(20, TimeUnit.SECONDS).answered).isPositive();
        }
        serves(front, era, "sessions");
        serves(front, era, "stateless");
    }

    /** It is away for a moment only, comes back at the same place, and knows nobody then. */
    private void kill(HttpListener first, AtomicInteger killed, AtomicBoolean over) {
        var listener = first;
        while (!over.get()) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            listener.close();
            listener = patient(AskingServer.server(), first.port());
            killed.incrementAndGet();
        }
    }

    private Mount mount(String name, Backend backend, boolean isStateless) {
        var revision = isStateless ? Revision.STATELESS : Revision.LATEST_HANDSHAKE;
        return new Mount(
                name, world.gateway(backend, GatewaySettings.DEFAULT.withRevision(revision)));
    }

    private Federation federation(Mount... mounts) {
        return world.owned(
                new Federation(List.of(mounts), FederationSettings.DEFAULT, world.environment));
    }

    private Backend http(String name) {
        return world.http(patient(AskingServer.server(), 0), name);
    }

    /** Questions that nobody answers stay open there, without anybody else's giving way to them. */
    private HttpListener patient(Service service, int port) {
        var settings = HttpSettings.DEFAULT.withSessions(AskingServer.PATIENT);
        try {
            return world.listen(service, settings, world.environment, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each client has calls at all of these servers at once. */
    private List<AskedClient> run(HttpListener front, Run run, List<String> servers)
            throws Exception {
        var running = new ArrayList<CompletableFuture<List<AskedClient>>>();
        for (int i = 0; i < CLIENTS; i++) {
            var name = "client-" + i;
            var asked =
                    servers.stream()
                            .map(server ->
                                    new AskedClient(
                                            name + "@" + server,
                                            server + "__ask",
                                            AT_ONCE,
                                            run.leaves()))
                            .toList();
            running.add(
                    CompletableFuture.supplyAsync(() -> served(front, asked, run.era()), ITS_OWN));
        }
        var done = new ArrayList<AskedClient>();
        for (var client : running) {
            done.addAll(client.get(100, TimeUnit.SECONDS));
        }
        return done;
    }

    private List<AskedClient> served(HttpListener front, List<AskedClient> asked, Revision era) {
        try (var client =
                world.client(front)
                        .revision(era)
                        .onElicitation(question -> ownerOf(question, asked).answer(question))
                        .connect()) {
            var rounds =
                    asked.stream()
                            .map(one ->
                                    CompletableFuture.runAsync(
                                            () -> one.run(client, ROUNDS), ITS_OWN))
                            .toList();
            rounds.forEach(CompletableFuture::join);
        }
        return asked;
    }

    private static AskedClient ownerOf(Elicitation question, List<AskedClient> asked) {
        return asked.stream().filter(one -> one.owns(question)).findAny().orElse(asked.getFirst());
    }

    /** Whoever comes next is served at once, whatever was left behind. */
    private void serves(HttpListener front, Revision era, String server) {
        try (var client =
                world.client(front)
                        .revision(era)
                        .onElicitation(_ -> Answer.accept(Map.of("secret", "s")))
                        .connect()) {
            assertThat(client.callTool(server + "__ask", Map.of("call", "last")).text())
                    .isEqualTo("last=s");
        }
    }

    /** A client of the server that is killed: it is answered right, or told of the end. */
    private static final class Sufferer {

        private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

        private final String name;
        private int answered;

        Sufferer(String name) {
            this.name = name;
        }

        Sufferer run(World world, HttpListener front, Revision era, AtomicBoolean over) {
            try (var client =
                    world.client(front)
                            .revision(era)
                            .onElicitation(question ->
                                    Answer.accept(
                                            Map.of(
                                                    "secret",
                                                    AskedClient.secret(question.message()))))
                            .connect()) {
                for (int i = 0; !over.get(); i++) {
                    call(client, name + ":" + i);
                    LockSupport.parkNanos(PAUSE);
                }
            }
            return this;
        }

        private void call(McpClient client, String call) {
            try {
                var text = client.callTool("mortal__ask", Map.of("call", call)).text();
                assertThat(text).isEqualTo(call + "=" + AskedClient.secret(call));
                answered++;
            } catch (McpException ended) {
                assertThat(ended.error().code())
                        .as(ended.error().message())
                        .isIn(
                                ErrorCode.BACKEND_GONE,
                                ErrorCode.BACKEND_BROKE_PROTOCOL, // its answer was cut short
                                ErrorCode.BACKEND_SESSION_LOST,
                                ErrorCode.DRAINING);
            }
        }
    }
}
