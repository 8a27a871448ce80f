package io.tieline.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.Answer;
import io.tieline.gateway.GatewaySettings;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.wire.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenarios 16, 68 and 72 with many questions at once, for every pair of eras: every answer reaches
 * its own call, and clients that never come back with theirs hold nobody up.
 */
@Timeout(120)
final class EraConcurrencyTest {

    private static final int CLIENTS = 8;
    private static final int AT_ONCE = 4;
    private static final int ROUNDS = 50;
    private static final Executor ITS_OWN = task -> Thread.ofVirtual().start(task);

    /**
     * One of the four legs.
     *
     * @param leaves how likely a client is to give a call up that has asked
     */
    record Leg(Revision client, Revision backend, boolean child, double leaves) {

        @Override
        public String toString() {
            return client.text()
                    + " to "
                    + backend.text()
                    + (child ? " (stdio)" : " (HTTP)")
                    + (leaves > 0 ? ", 30 % abandoned" : "");
        }
    }

    static Stream<Leg> legs() {
        var eras = List.of(Revision.LATEST_HANDSHAKE, Revision.STATELESS);
        return eras.stream()
                .flatMap(client ->
                        eras.stream()
                                .flatMap(backend ->
                                        Stream.of(false, true)
                                                .flatMap(child ->
                                                        Stream.of(0.0, 0.3)
                                                                .map(leaves ->
                                                                        new Leg(
                                                                                client, backend,
                                                                                child, leaves)))));
    }

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @MethodSource("legs")
    void everyAnswerReachesItsOwnCall(Leg leg) throws Exception {
        var backend = leg.child() ? world.child(AskingServer.command()) : world.http(patient());
        var settings = GatewaySettings.DEFAULT.withRevision(leg.backend());
        var front = world.listen(world.gateway(backend, settings));
        var running = new ArrayList<CompletableFuture<AskedClient>>();
        for (int i = 0; i < CLIENTS; i++) {
            var asked = new AskedClient("client-" + i, AT_ONCE, leg.leaves());
            running.add(CompletableFuture.supplyAsync(() -> served(front, asked, leg), ITS_OWN));
        }
        int left = 0;
        for (var client : running) {
            var done = client.get(100, TimeUnit.SECONDS);
            assertThat(done.asked()).isEqualTo(AT_ONCE * ROUNDS);
            assertThat(done.strangers()).isZero();
            left += done.left();
        }
        assertThat(left > 0).isEqualTo(leg.leaves() > 0);
        serves(front, leg);
    }

    private HttpListener patient() throws IOException {
        var settings = HttpSettings.DEFAULT.withSessions(AskingServer.PATIENT);
        return world.listen(AskingServer.server(), settings, world.environment);
    }

    private AskedClient served(HttpListener front, AskedClient asked, Leg leg) {
        try (var client =
                world.client(front).revision(leg.client()).onElicitation(asked::answer).connect()) {
            asked.run(client, ROUNDS);
        }
        return asked;
    }

    /** Whoever comes next is served at once, whatever was left behind. */
    private void serves(HttpListener front, Leg leg) {
        try (var client =
                world.client(front)
                        .revision(leg.client())
                        .onElicitation(_ -> Answer.accept(Map.of("secret", "s")))
                        .connect()) {
            assertThat(client.callTool("ask", Map.of("call", "last")).text()).isEqualTo("last=s");
        }
    }
}
