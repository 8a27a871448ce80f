package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.framework.McpClient;
import io.tieline.framework.McpClient.Listing;
import io.tieline.framework.RequestOptions;
import io.tieline.framework.Tool;
import io.tieline.testkit.scenarios.BentServer.Mood;
import io.tieline.testkit.scenarios.FederatedSetup.Front;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Notification;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers behind one front that are dead, slow or lying, that come back, and that change, over real
 * sockets and pipes.
 */
@Timeout(60)
final class AbsentServersTest {

    private static final List<String> SERVERS = List.of("git", "db", "mail");
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final String[] STATES = {"_meta", "io.tieline/servers"};

    private static RpcError error(ThrowingCallable request) {
        return catchThrowableOfType(McpException.class, request).error();
    }

    /** Lists, and does not wait longer than it may take. */
    private static Json listed(McpClient client) {
        long began = System.nanoTime();
        var list = client.request("tools/list", null);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        return list;
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#all")
    void scenario47And56And88DeadSlowAndLyingServersAreNamedAndTheOthersWork(Front front)
            throws Exception {
        try (var setup =
                        FederatedSetup.three(front)
                                .http("idler", Revision.STATELESS)
                                .http("liar", Revision.LATEST_HANDSHAKE)
                                .open();
                var client = setup.client().connect()) {
            assertThat(listed(client).at(STATES)).isNull();
            setup.kill("db");
            setup.server("idler").is(Mood.SLOW);
            setup.server("liar").is(Mood.LYING);
            var list = listed(client);
            assertThat(list.part(STATES).members())
                    .extracting(Json.Member::name)
                    .containsExactlyInAnyOrder("db", "idler", "liar");
            assertThat(list.part(STATES).text("db", "state")).isEqualTo("down");
            assertThat(list.part(STATES).text("idler", "state")).isEqualTo("slow");
            assertThat(list.part(STATES).text("liar", "reason")).contains("does not advance");
            assertThat(list.list("tools"))
                    .extracting(tool -> tool.text("name"))
                    .contains("git__where", "db__where", "mail__where", "idler__where");
            var gone = error(() -> client.callTool("db__where"));
            assertThat(gone.code()).isEqualTo(ErrorCode.BACKEND_GONE);
            assertThat(gone.message()).contains("db");
            for (var name : List.of("git", "mail", "idler", "liar")) {
                assertThat(client.callTool(name + "__where").text()).isEqualTo(name);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#all")
    void scenario47And88AServerThatWasNeverSeenKeepsNobodyWaiting(Front front) throws Exception {
        try (var setup =
                FederatedSetup.plan(front)
                        .http("idler", Revision.STATELESS)
                        .http("db", Revision.LATEST_HANDSHAKE)
                        .http("mail", Revision.STATELESS)
                        .open()) {
            setup.server("idler").is(Mood.SLOW);
            setup.kill("db");
            try (var client = setup.client().connect()) {
                var list = listed(client);
                assertThat(list.list("tools"))
                        .extracting(tool -> tool.text("name"))
                        .contains("mail__where")
                        .doesNotContain("db__where", "idler__where");
                assertThat(list.part(STATES).members())
                        .extracting(Json.Member::name)
                        .containsExactlyInAnyOrder("db", "idler");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#all")
    void scenario56And88IfAllAreDeadTheListIsAnErrorThatNamesThem(Front front) throws Exception {
        try (var setup =
                FederatedSetup.plan(front)
                        .http("db", Revision.LATEST_HANDSHAKE)
                        .http("mail", Revision.STATELESS)
                        .open()) {
            setup.kill("db");
            setup.kill("mail");
            try (var client = setup.client().connect()) {
                var error = error(() -> client.request("tools/list", null));
                assertThat(error.code()).isEqualTo(ErrorCode.BACKEND_GONE);
                assertThat(error.message()).contains("db", "mail");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#all")
    void scenario89AServerThatComesBackIsListedAgainAndClientsAreTold(Front front)
            throws Exception {
        var changed = new LinkedBlockingQueue<Listing>();
        try (var setup =
                FederatedSetup.plan(front)
                        .http("db", Revision.LATEST_HANDSHAKE)
                        .http("mail", Revision.STATELESS)
                        .open()) {
            setup.kill("db");
            var heard = new LinkedBlockingQueue<Notification>();
            try (var client = listening(setup, changed, heard)) {
                listen(front, client, heard);
                assertThat(client.listTools()).extracting(Tool::name).doesNotContain("db__where");
                setup.revive("db");
                do {
                    // Whoever listens hears also that the other one has been seen.
                    assertThat(next(changed)).isNotNull();
                } while (client.listTools().stream().noneMatch(AbsentServersTest::isOfDb));
                assertThat(client.callTool("db__where").text()).isEqualTo("db");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#all")
    void scenario45And90ABurstOfChangesIsToldOnceAndNotIfNothingIsOther(Front front)
            throws Exception {
        var changed = new LinkedBlockingQueue<Listing>();
        var heard = new LinkedBlockingQueue<Notification>();
        try (var setup = FederatedSetup.three(front).open();
                var client = listening(setup, changed, heard)) {
            client.listTools();
            listen(front, client, heard);
            // A client of ours listens by itself as well.
            int streams = front.era().isStateless() ? 2 : 1;
            for (var name : SERVERS) {
                client.callTool(name + "__grow", Map.of("times", 20, "stay", false));
                client.callTool(name + "__grow", Map.of("times", 20, "stay", true));
                for (int i = 0; i < streams; i++) {
                    assertThat(next(changed)).isEqualTo(Listing.TOOLS);
                }
                assertThat(client.listTools())
                        .extracting(Tool::name)
                        .contains(name + "__grown-0", name + "__grown-19");
                assertThat(client.callTool(name + "__grown-7").text()).isEqualTo(name);
            }
            // A burst may last longer than what is told at once, on a machine that is busy.
            assertThat(changed).hasSizeLessThan(SERVERS.size() * streams * 2);
        }
    }

    private static boolean isOfDb(Tool tool) {
        return tool.name().equals("db__where");
    }

    private static McpClient listening(
            FederatedSetup setup, Queue<Listing> changed, Queue<Notification> heard) {
        return setup.client().onListChanged(changed::add).onNotification(heard::add).connect();
    }

    /** A client without a session hears of changes as long as it listens. */
    private static void listen(Front front, McpClient client, BlockingQueue<Notification> heard)
            throws InterruptedException {
        if (front.era().isStateless()) {
            var wanted = Json.object("notifications", Json.object("toolsListChanged", Json.TRUE));
            client.start("subscriptions/listen", wanted, RequestOptions.NONE);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    private static Listing next(BlockingQueue<Listing> changed) throws InterruptedException {
        return changed.poll(20, TimeUnit.SECONDS);
    }
}
