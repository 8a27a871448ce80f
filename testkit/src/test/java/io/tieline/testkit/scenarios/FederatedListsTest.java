package io.tieline.testkit.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tieline.framework.CallResult;
import io.tieline.framework.LogLevel;
import io.tieline.framework.RequestOptions;
import io.tieline.framework.Tool;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.gateway.route.FederationSettings;
import io.tieline.testkit.scenarios.FederatedSetup.Front;
import io.tieline.testkit.scenarios.Pairing.Transport;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Json;
import io.tieline.wire.McpException;
import io.tieline.wire.Notification;
import io.tieline.wire.Revision;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Long lists of several servers, what clients watch at them, and what servers log. */
@Timeout(60)
final class FederatedListsTest {

    private static final String ACKNOWLEDGED = "notifications/subscriptions/acknowledged";

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#all")
    void scenario78And87LongListsAreCompleteAndACursorFromBeforeAChangeIsRefused(Front front)
            throws Exception {
        try (var setup =
                        FederatedSetup.plan(front)
                                .settings(FederationSettings.DEFAULT.withPageSize(1_000))
                                .http("db", Revision.LATEST_HANDSHAKE)
                                .http("mail", Revision.STATELESS)
                                .open();
                var client = setup.client().connect()) {
            var names = IntStream.range(0, 2_500).mapToObj(i -> "many-" + i).toList();
            for (var name : names) {
                setup.server("db").own().add(Tool.of(name), (_, _) -> CallResult.text(name));
            }
            var listed = client.listTools().stream().map(Tool::name).toList();
            assertThat(listed)
                    .doesNotHaveDuplicates()
                    .contains("mail__where")
                    .containsSubsequence(names.stream().map(name -> "db__" + name).toList());
            var first = client.request("tools/list", null);
            assertThat(first.list("tools")).hasSize(1_000);
            assertThat(setup.server("db").asked("tools/list")).hasSizeGreaterThan(25);
            var cursor = Json.object("cursor", first.text("nextCursor"));
            assertThat(client.request("tools/list", cursor).list("tools")).hasSize(1_000);
            setup.server("mail").own().add(Tool.of("late"), (_, _) -> CallResult.text("late"));
            assertThat(client.listTools()).extracting(Tool::name).contains("mail__late");
            var refused =
                    catchThrowableOfType(
                                    McpException.class, () -> client.request("tools/list", cursor))
                            .error();
            assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
            assertThat(refused.message()).contains("list from the start");
            assertThat(client.callTool("db__many-2499").text()).isEqualTo("many-2499");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#sessions")
    void scenario96ASubscriptionReachesTheOwnerOnly(Front front) throws Exception {
        var updated = new LinkedBlockingQueue<String>();
        try (var setup =
                        FederatedSetup.plan(front)
                                .http("db", Revision.LATEST_HANDSHAKE)
                                .http("mail", Revision.STATELESS)
                                .http("git", Revision.LATEST_HANDSHAKE)
                                .open();
                var client = setup.client().onResourceUpdated(updated::add).connect()) {
            client.listResources();
            client.subscribe("db://one");
            client.subscribe("mail://one");
            // Who is not watched says the same in vain.
            client.callTool("git__touch", Map.of("uri", "db://one"));
            client.callTool("db__touch", Map.of("uri", "db://one"));
            assertThat(updated.poll(20, TimeUnit.SECONDS)).isEqualTo("db://one");
            client.callTool("mail__touch", Map.of("uri", "mail://one"));
            assertThat(updated.poll(20, TimeUnit.SECONDS)).isEqualTo("mail://one");
            client.unsubscribe("db://one");
            client.callTool("db__touch", Map.of("uri", "db://one"));
            client.callTool("mail__touch", Map.of("uri", "mail://one"));
            assertThat(updated.poll(20, TimeUnit.SECONDS)).isEqualTo("mail://one");
            assertThat(updated).isEmpty();
            assertThat(setup.server("git").asked("resources/subscribe")).isEmpty();
            assertThat(setup.server("db").asked("resources/subscribe")).hasSize(1);
        }
    }

    static Stream<Front> stateless() {
        return Front.all().filter(front -> front.era().isStateless());
    }

    @ParameterizedTest
    @MethodSource("stateless")
    void scenario96OneWhoListensHearsTheOwnersAndIsToldWhatIsHonoured(Front front)
            throws Exception {
        var heard = new LinkedBlockingQueue<Notification>();
        var updated = new LinkedBlockingQueue<String>();
        try (var setup = FederatedSetup.three(front).open();
                var client =
                        setup.client()
                                .onNotification(heard::add)
                                .onResourceUpdated(updated::add)
                                .connect()) {
            client.listResources();
            var uris = List.of("git://one", "db://one", "mail://one", "nobody://one");
            var wanted =
                    Json.object(
                            "notifications",
                            Json.object(
                                    "resourceSubscriptions",
                                    Json.array(uris.stream().map(Json::string).toList())));
            var listening = client.start("subscriptions/listen", wanted, RequestOptions.NONE);
            var told = heard.poll(20, TimeUnit.SECONDS);
            assertThat(told).isNotNull();
            assertThat(told.method()).isEqualTo(ACKNOWLEDGED);
            assertThat(
                            Objects.requireNonNull(told.params())
                                    .texts("notifications", "resourceSubscriptions"))
                    .containsExactlyInAnyOrder("git://one", "db://one", "mail://one");
            for (var name : List.of("git", "db", "mail")) {
                client.callTool(name + "__touch", Map.of("uri", name + "://one"));
                assertThat(updated.poll(20, TimeUnit.SECONDS)).isEqualTo(name + "://one");
            }
            listening.cancel("Enough");
        }
    }

    @ParameterizedTest
    @MethodSource("io.tieline.testkit.scenarios.FederatedSetup$Front#sessions")
    void scenario98EachClientHearsFromTheLevelThatItWants(Front front) throws Exception {
        var shared = GatewaySettings.DEFAULT.withSessions(SessionPolicy.SHARED);
        var ofAlice = new ConcurrentLinkedQueue<String>();
        var ofBob = new ConcurrentLinkedQueue<String>();
        try (var setup =
                        FederatedSetup.plan(front)
                                .with("db", Transport.STREAMABLE_HTTP, shared, mount -> mount)
                                .http("mail", Revision.STATELESS)
                                .http("git", Revision.LATEST_HANDSHAKE)
                                .open();
                var alice = setup.client().onLog(one -> ofAlice.add(level(one.json()))).connect();
                var bob = setup.client().onLog(one -> ofBob.add(level(one.json()))).connect()) {
            alice.setLevel(LogLevel.ERROR);
            bob.setLevel(LogLevel.DEBUG);
            for (var name : List.of("db", "mail", "git")) {
                for (var level : List.of("info", "error")) {
                    alice.callTool(name + "__say", Map.of("level", level));
                    bob.callTool(name + "__say", Map.of("level", level));
                }
                assertThat(ofAlice).as(name).containsExactly("error");
                assertThat(ofBob).as(name).containsExactly("info", "error");
                ofAlice.clear();
                ofBob.clear();
            }
        }
    }

    private static String level(Json message) {
        return String.valueOf(message.text("level"));
    }
}
