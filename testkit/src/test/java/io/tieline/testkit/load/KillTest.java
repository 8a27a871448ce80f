package io.tieline.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.framework.CallResult;
import io.tieline.framework.McpClient;
import io.tieline.framework.Pending;
import io.tieline.framework.RequestOptions;
import io.tieline.gateway.SessionPolicy;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.McpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Scenarios 58 and 60, two hundred times: a child that is killed in mid-call fails its calls at
 * once, the next call works, and nothing is left.
 */
@Tag("measured")
@Timeout(120)
final class KillTest {

    private static final int KILLS = 200;
    private static final int PENDING = 4;

    /**
     * The threads of the last few children may still be going; what is left by each kill, or by
     * every tenth, is more.
     */
    private static final int SOME = KILLS / 10;

    private static final Duration AT_ONCE = Duration.ofMillis(250);

    /**
     * Just enough of a server: says when a call has arrived, and answers all but those of {@code
     * hang}.
     */
    private static final String SERVER =
            """
            while IFS= read -r line; do
              id=${line#*'"id":'}; id=${id%%,*}
              case $line in
                *'"method":"initialize"'*) printf '{"jsonrpc":"2.0","id":%s,"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{},"logging":{}},"serverInfo":{"name":"sh","version":"1"}}}\\n' "$id" ;;
                *'"name":"hang"'*) printf '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"arrived"}}\\n' ;;
                *'"method":"tools/call"'*) printf '{"jsonrpc":"2.0","id":%s,"result":{"content":[{"type":"text","text":"fine"}]}}\\n' "$id" ;;
              esac
            done
            """;

    private record Leftovers(long processes, long descriptors, int threads) {

        static Leftovers count() throws IOException {
            try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
                return new Leftovers(
                        ProcessHandle.current().descendants().count(),
                        descriptors.count(),
                        Thread.getAllStackTraces().size());
            }
        }
    }

    @Test
    void twoHundredKillsFailEveryPendingCallAtOnceAndLeaveNothing() throws Exception {
        var arrived = new Semaphore(0);
        var slowest = Duration.ZERO;
        try (var world = new World()) {
            var gateway =
                    world.gateway(
                            world.child(List.of("/bin/sh", "-c", SERVER)),
                            SessionPolicy.PER_CLIENT_SESSION);
            try (var client =
                    McpClient.to(gateway)
                            .onLog(log -> arrived.release())
                            .environment(world.environment)
                            .connect()) {
                killOnce(client, arrived);
                var before = Leftovers.count();
                for (int i = 1; i < KILLS; i++) {
                    var took = killOnce(client, arrived);
                    slowest = took.compareTo(slowest) > 0 ? took : slowest;
                }
                var after = Leftovers.count();
                assertThat(after.processes()).isEqualTo(before.processes());
                assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 4);
                assertThat(after.threads()).isLessThan(before.threads() + SOME);
            }
        }
        System.out.println("slowest of " + KILLS + " kills: " + slowest.toMillis() + " ms");
        assertThat(slowest).isLessThan(AT_ONCE);
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    /** Kills the child while it has calls; how long the last of them took to fail. */
    private static Duration killOnce(McpClient client, Semaphore arrived) throws Exception {
        assertThat(client.callTool("fine").text()).isEqualTo("fine");
        var pending = new ArrayList<Pending<CallResult>>();
        for (int i = 0; i < PENDING; i++) {
            pending.add(client.startTool("hang", Map.of(), RequestOptions.NONE));
        }
        assertThat(arrived.tryAcquire(PENDING, 30, TimeUnit.SECONDS)).isTrue();
        var child = ProcessHandle.current().descendants().toList();
        assertThat(child).isNotEmpty();
        long began = System.nanoTime();
        child.forEach(ProcessHandle::destroyForcibly);
        for (var call : pending) {
            assertThat(code(call::await)).isEqualTo(ErrorCode.BACKEND_GONE);
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        for (var killed : child) {
            killed.onExit().get(30, TimeUnit.SECONDS); // its pipe ends before it is seen to be over
        }
        return took;
    }

    private static int code(ThrowableAssert.ThrowingCallable call) {
        return Assertions.catchThrowableOfType(McpException.class, call).error().code();
    }
}
