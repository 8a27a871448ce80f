package io.tieline.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.CallResult;
import io.tieline.framework.McpClient;
import io.tieline.framework.McpServer;
import io.tieline.framework.Pending;
import io.tieline.framework.RequestOptions;
import io.tieline.framework.Tool;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.route.Federation;
import io.tieline.gateway.route.FederationSettings;
import io.tieline.gateway.route.Mount;
import io.tieline.http.HttpListener;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import io.tieline.wire.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * Scenario 104: servers are added, changed and removed again and again while clients of both eras
 * make two hundred calls a second. Nothing fails but calls of what was removed. For the full run:
 * {@code -Dtieline.reloads=1000}.
 */
@Timeout(120)
final class ReloadUnderLoadTest {

    private static final int RELOADS = Integer.getInteger("tieline.reloads", 150);
    private static final long BETWEEN_RELOADS = TimeUnit.MILLISECONDS.toNanos(8);
    private static final long BETWEEN_CALLS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final List<String> SERVERS = List.of("stays", "changes", "comes", "remains");

    private static final Executor ITS_OWN = task -> Thread.ofVirtual().start(task);

    private final World world = new World();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger right = new AtomicInteger();
    private final AtomicInteger removed = new AtomicInteger();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void scenario104ReloadsFailNothingButCallsOfWhatWasRemoved(TestReporter reporter)
            throws Exception {
        var listeners = new ArrayList<HttpListener>();
        var mounts = new ArrayList<Mount>();
        for (var name : SERVERS) {
            listeners.add(server(name));
            mounts.add(mount(name, listeners.getLast()));
        }
        var federation =
                world.owned(new Federation(mounts, FederationSettings.DEFAULT, world.environment));
        var front = world.listen(federation);
        var over = new AtomicBoolean();
        var clients = clients(front);
        var calling = CompletableFuture.runAsync(() -> call(clients, over), ITS_OWN);
        for (int i = 0; i < RELOADS; i++) {
            switch (i % 3) {
                case 0 -> mounts.set(1, mount("changes", listeners.get(1)));
                case 1 -> mounts.remove(2);
                default -> mounts.add(2, mount("comes", listeners.get(2)));
            }
            federation.reload(mounts);
            LockSupport.parkNanos(BETWEEN_RELOADS);
        }
        over.set(true);
        calling.get(60, TimeUnit.SECONDS);
        clients.forEach(McpClient::close);
        reporter.publishEntry(
                "reloads",
                "%d reloads, %d calls answered, %d told that their server was removed"
                        .formatted(RELOADS, right.get(), removed.get()));
        assertThat(wrong).isEmpty();
        assertThat(right.get()).isGreaterThan(RELOADS / 2);
        assertThat(removed.get()).isPositive();
    }

    private HttpListener server(String name) throws IOException {
        return world.listen(
                McpServer.named(name, "1")
                        .tool(Tool.of("who"), (_, _) -> CallResult.text(name))
                        .build());
    }

    /** Another gateway each time, as if its settings had changed. */
    private Mount mount(String name, HttpListener listener) {
        return new Mount(name, world.gateway(world.http(listener, name), GatewaySettings.DEFAULT));
    }

    private List<McpClient> clients(HttpListener front) {
        var clients = new ArrayList<McpClient>();
        for (var era : List.of(Revision.LATEST_HANDSHAKE, Revision.STATELESS)) {
            for (int i = 0; i < 2; i++) {
                var client = world.client(front).revision(era).connect();
                client.listTools();
                clients.add(client);
            }
        }
        return clients;
    }

    /** Each client's calls go round all servers. */
    private void call(List<McpClient> clients, AtomicBoolean over) {
        var judging = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; !over.get(); i++) {
            var name = SERVERS.get(i / clients.size() % SERVERS.size());
            var client = clients.get(i % clients.size());
            var call = client.startTool(name + "__who", Map.of(), RequestOptions.NONE);
            judging.add(CompletableFuture.runAsync(() -> judge(name, call), ITS_OWN));
            LockSupport.parkNanos(BETWEEN_CALLS);
        }
        judging.forEach(CompletableFuture::join);
    }

    private void judge(String name, Pending<CallResult> call) {
        try {
            var text = call.await().text();
            if (text.equals(name)) {
                right.incrementAndGet();
            } else {
                wrong.add(name + " says " + text);
            }
        } catch (McpException failed) {
            boolean isRemoved =
                    failed.error().code() == ErrorCode.BACKEND_SESSION_LOST && name.equals("comes");
            if (isRemoved) {
                removed.incrementAndGet();
            } else {
                wrong.add(name + ": " + failed.error());
            }
        }
    }
}
