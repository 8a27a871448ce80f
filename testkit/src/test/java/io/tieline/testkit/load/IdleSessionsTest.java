package io.tieline.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.http.HttpListener;
import io.tieline.http.HttpSettings;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.InProcess;
import io.tieline.session.client.SessionSettings;
import io.tieline.testkit.peers.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ten thousand sessions cost that somebody opened and left. */
@Tag("measured")
@Timeout(180)
final class IdleSessionsTest {

    private static final int SESSIONS = 10_000;
    private static final int WARM_UP = 100;
    private static final long MOST_EACH = 48 * 1024;
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{"elicitation":{}},"clientInfo":{"name":"c","version":"1"}}}\
            """;

    @Test
    void anIdleSessionCostsLittleAndAnAbandonedOneNothing() throws Exception {
        var clock = new ManualClock();
        try (var world = new World()) {
            var environment = new Environment(clock, new SecureRandom(), Observer.NONE);
            var sessions = SessionSettings.DEFAULT.withMaxSessions(SESSIONS + 1);
            var backend = new InProcess("asking", AskingServer.server(), sessions, environment);
            try (var gateway = new Gateway(backend, GatewaySettings.DEFAULT, environment);
                    var listener = world.listen(gateway, settings(sessions), environment)) {
                open(listener, WARM_UP);
                long before = heap();
                open(listener, SESSIONS - WARM_UP);
                assertThat(listener.sessions().size()).isEqualTo(SESSIONS);
                long each = (heap() - before) / (SESSIONS - WARM_UP);
                System.out.println("heap of an idle session, and of its backend's: " + each + " B");
                assertThat(each).isLessThan(MOST_EACH);

                clock.advance(SessionSettings.DEFAULT.idle().multipliedBy(2));
                assertThat(listener.sessions().size()).isZero();
                assertThat(backend.sessions().size()).isZero();
                long left = (heap() - before) / SESSIONS;
                System.out.println("heap that each reaped session left: " + left + " B");
                assertThat(left).isLessThan(512);
            }
        }
    }

    private static HttpSettings settings(SessionSettings sessions) {
        return HttpSettings.DEFAULT.withSessions(sessions);
    }

    private static void open(HttpListener listener, int count) throws Exception {
        int threads = 8;
        var working = new ArrayList<Thread>();
        var failed = new ArrayList<Exception>();
        for (int t = 0; t < threads; t++) {
            int share = count / threads + (t < count % threads ? 1 : 0);
            working.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    openSome(listener.uri(), share);
                                } catch (IOException | InterruptedException e) {
                                    synchronized (failed) {
                                        failed.add(e);
                                    }
                                }
                            }));
        }
        for (var thread : working) {
            thread.join();
        }
        assertThat(failed).isEmpty();
    }

    private static void openSome(URI uri, int count) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(INITIALIZE))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            for (int i = 0; i < count; i++) {
                var answer = client.send(request, BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
            }
        }
    }

    private static long heap() {
        var runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
