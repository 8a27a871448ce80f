package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tieline.framework.CallResult;
import io.tieline.framework.McpClient;
import io.tieline.framework.Pending;
import io.tieline.framework.RequestOptions;
import io.tieline.framework.SystemTimers;
import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.StateKey;
import io.tieline.session.Budget;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.stdio.Children;
import io.tieline.stdio.StdioBackend;
import io.tieline.stdio.StdioCommand;
import io.tieline.stdio.StdioSettings;
import io.tieline.wire.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * However many clients come, and however long its programs take to end, a gateway never has more
 * processes than it may have sessions, and what they may say is charged. Real processes: each
 * notes, as it starts, how many of its kind live.
 */
@Timeout(120)
final class ChildrenAreBoundedTest {

    private static final int MOST = 8;
    private static final int MIB = 1024 * 1024;

    /** Minds neither the end of its input nor a polite signal. */
    private static final String STUBBORN =
            """
            trap '' TERM
            : > "alive/$$"
            n=0
            for each in alive/*; do
              if kill -0 "${each##*/}" 2> /dev/null; then n=$((n + 1)); else rm -f "$each"; fi
            done
            echo $n >> log
            while read -r line; do
              id=${line#*'"id":'}
              case $line in
                *'"tools/call"'*)
                  token=${line#*'"progressToken":'}
                  echo '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progress":1,"progressToken":'"${token%%[!0-9]*}"'}}' ;;
                *'"tools/list"'*)
                  echo '{"jsonrpc":"2.0","id":'"${id%%,*}"',"result":{"tools":[]}}' ;;
                *'"initialize"'*)
                  echo '{"jsonrpc":"2.0","id":'"${id%%,*}"',"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"s","version":"1"}}}' ;;
              esac
            done
            while :; do sleep 0.02; done
            """;

    @TempDir private Path folder;

    private final Budget budget = new Budget(32 * MIB);
    private final SystemTimers timers = new SystemTimers();
    private final Environment environment =
            new Environment(timers, new SecureRandom(), Observer.NONE, budget);
    private final Children children = new Children(System.getenv());
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectory(folder.resolve("alive"));
    }

    @AfterEach
    void close() throws Exception {
        for (var each : opened.reversed()) {
            each.close();
        }
        children.close();
        timers.close();
        assertThat(budget.used()).as(budget.describe()).isZero();
        assertThat(budget.sharers()).isZero();
    }

    private Gateway gateway() {
        var command = new StdioCommand(List.of("sh", "-c", STUBBORN), Map.of(), folder);
        var backend =
                StdioBackend.of(
                        command,
                        StdioSettings.DEFAULT.withGrace(Duration.ofMillis(50)),
                        children,
                        environment);
        var settings =
                GatewaySettings.DEFAULT
                        .withRevision(Revision.LATEST_HANDSHAKE)
                        .withStateKey(StateKey.REQUEST)
                        .withMaxSessions(MOST);
        var gateway = new Gateway(backend, settings, environment);
        opened.add(gateway);
        return gateway;
    }

    /** The session stays open: nobody closes it but the gateway. */
    private void initialize(Gateway gateway) {
        opened.add(
                McpClient.to(gateway)
                        .environment(environment)
                        .revision(Revision.LATEST_HANDSHAKE)
                        .connect());
    }

    @Test
    void manyThatInitializeNeverHaveMoreProcessesThanThereMayBeSessions() throws Exception {
        var gateway = gateway();
        for (int i = 0; i < 200; i++) {
            initialize(gateway);
        }
        var counts = Files.readAllLines(folder.resolve("log")).stream().map(Integer::valueOf);
        var noted = counts.toList();
        assertThat(noted).hasSize(200);
        assertThat(noted).allMatch(living -> living <= MOST).contains(MOST);
    }

    @Test
    void whatTheyMaySayIsCharged() {
        initialize(gateway());
        assertThat(budget.used(Budget.Use.ARRIVING)).isBetween(32L * 1024, 128L * 1024);
    }

    @Test
    void whenNewSessionsAreRefusedThereAreNoMoreProcessesEither() throws Exception {
        var gateway = gateway();
        initialize(gateway);
        try (var client = stateless(gateway);
                var one = budget.upstream("one");
                var other = budget.upstream("other")) {
            var held = hold(client);
            assertThat(one.take(Budget.Use.KEPT, 12 * MIB)).isTrue();
            assertThat(other.take(Budget.Use.KEPT, 11 * MIB)).isTrue();
            var late = hold(client);
            assertThatThrownBy(client::listTools).hasMessageContaining("No more processes");
            held.cancel("that was all");
            late.cancel("that was all");
            one.give(Budget.Use.KEPT, 12 * MIB);
            other.give(Budget.Use.KEPT, 11 * MIB);
        }
    }

    /** A call that is under way when this returns. */
    private static Pending<CallResult> hold(McpClient client) throws InterruptedException {
        var begun = new CountDownLatch(1);
        var held =
                client.startTool("hold", Map.of(), RequestOptions.progress(_ -> begun.countDown()));
        assertThat(begun.await(20, TimeUnit.SECONDS)).as("a place was found").isTrue();
        return held;
    }

    private McpClient stateless(Gateway gateway) {
        return McpClient.to(gateway)
                .environment(environment)
                .revision(Revision.STATELESS)
                .connect();
    }
}
