package io.tieline.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.CallResult;
import io.tieline.framework.McpClient;
import io.tieline.framework.Pending;
import io.tieline.framework.RequestOptions;
import io.tieline.gateway.SessionPolicy;
import io.tieline.http.HttpListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Scenarios 16 and 72 with many questions at once, on sessions that are used again: every answer
 * reaches its own call.
 */
@Tag("measured")
@Timeout(120)
final class ConcurrencyTest {

    private static final int CLIENTS = 8;
    private static final int AT_ONCE = 4;
    private static final int ROUNDS = 50;
    private static final Executor ITS_OWN = task -> Thread.ofVirtual().start(task);

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void everyAnswerReachesItsOwnCallOverHttp() throws Exception {
        var backend = world.http(world.listen(AskingServer.server()));
        run(
                world.listen(world.gateway(backend, SessionPolicy.PER_CLIENT_SESSION)),
                CLIENTS,
                AT_ONCE);
    }

    @Test
    void everyAnswerReachesItsOwnCallOverStdio() throws Exception {
        var backend = world.child(AskingServer.command());
        run(
                world.listen(world.gateway(backend, SessionPolicy.PER_CLIENT_SESSION)),
                CLIENTS,
                AT_ONCE);
    }

    @Test
    void noQuestionReachesTheOtherClientOfASharedChild() throws Exception {
        var backend = world.child(AskingServer.command());
        run(world.listen(world.gateway(backend, SessionPolicy.SHARED)), 2, 2);
    }

    private void run(HttpListener front, int clients, int atOnce) throws Exception {
        var running = new ArrayList<CompletableFuture<AskedClient>>();
        for (int i = 0; i < clients; i++) {
            var asked = new AskedClient("client-" + i, atOnce);
            running.add(CompletableFuture.supplyAsync(() -> served(front, asked), ITS_OWN));
        }
        for (var client : running) {
            var done = client.get(100, TimeUnit.SECONDS);
            assertThat(done.asked()).isEqualTo(atOnce * ROUNDS);
            assertThat(done.strangers()).isZero();
        }
    }

    private AskedClient served(HttpListener front, AskedClient asked) {
        try (var client = world.client(front).onElicitation(asked::answer).connect()) {
            asked.run(client, ROUNDS);
        }
        return asked;
    }

    @Test
    void twentyPlainCallsOfOneStdioSessionRunAtOnce() {
        var gateway =
                world.gateway(
                        world.child(AskingServer.command()), SessionPolicy.PER_CLIENT_SESSION);
        try (var client =
                McpClient.to(gateway)
                        .onElicitation(question -> io.tieline.framework.Answer.decline())
                        .environment(world.environment)
                        .connect()) {
            await20(client);
            long began = System.nanoTime();
            await20(client);
            var took = Duration.ofNanos(System.nanoTime() - began);
            System.out.println("twenty plain 200 ms calls at once: " + took.toMillis() + " ms");
            assertThat(took).isBetween(Duration.ofMillis(200), Duration.ofMillis(900));
        }
    }

    private static void await20(McpClient client) {
        var pending = new ArrayList<Pending<CallResult>>();
        for (int i = 0; i < 20; i++) {
            pending.add(client.startTool("wait", Map.of("millis", 200), RequestOptions.NONE));
        }
        pending.forEach(call -> assertThat(call.await().text()).isEqualTo("waited"));
    }
}
