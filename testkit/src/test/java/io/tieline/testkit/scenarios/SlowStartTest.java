package io.tieline.testkit.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.gateway.Gateway;
import io.tieline.gateway.GatewaySettings;
import io.tieline.gateway.SessionPolicy;
import io.tieline.session.Environment;
import io.tieline.session.Observer;
import io.tieline.session.backend.InProcess;
import io.tieline.session.backend.Link;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.TimeLimits;
import io.tieline.session.client.SessionSettings;
import io.tieline.stdio.StdioCommand;
import io.tieline.testkit.peers.ManualClock;
import io.tieline.wire.ErrorCode;
import io.tieline.wire.Failure;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.MalformedException;
import io.tieline.wire.Message;
import io.tieline.wire.Method;
import io.tieline.wire.Request;
import io.tieline.wire.Result;
import io.tieline.wire.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenario 188: a program whose first start takes as long as it may is waited for, and what its
 * client gave up is not begun again.
 */
@Timeout(60)
final class SlowStartTest {

    private static final TimeLimits LIMITS = TimeLimits.DEFAULT;
    private static final Duration ALMOST = LIMITS.initialize().minusSeconds(1);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    /** The first time it waits until it is told to go on; then it is the server. */
    private static final String WAITS =
            "[ -e \"$0.done\" ] || { read -r _ < \"$0\"; touch \"$0.done\"; }; exec \"$@\"";

    private final ManualClock clock = new ManualClock();

    static Stream<Arguments> waysToAChild() {
        return Pairing.withChildren()
                .flatMap(pairing ->
                        Stream.of(
                                        SessionPolicy.PER_CLIENT_SESSION,
                                        SessionPolicy.SHARED,
                                        SessionPolicy.pinned("desk"))
                                .flatMap(policy ->
                                        pairing.frontEras()
                                                .map(revision ->
                                                        Arguments.of(pairing, policy, revision))));
    }

    @ParameterizedTest
    @MethodSource("waysToAChild")
    void scenario188AProgramWhoseFirstStartTakesAMinuteServesItsFirstClient(
            Pairing pairing, SessionPolicy policy, Revision revision, @TempDir Path folder)
            throws Exception {
        var gate = folder.resolve("gate");
        var made = new ProcessBuilder("mkfifo", gate.toString()).inheritIO().start();
        assertThat(made.waitFor()).isZero();
        var words = new ArrayList<>(List.of("sh", "-c", WAITS, gate.toString()));
        words.addAll(ChildProgram.command().argv());
        var child = StdioCommand.of(words.toArray(String[]::new));
        var settings = GatewaySettings.DEFAULT.withSessions(policy);
        try (var setup = Setup.of(pairing, child, settings, clock)) {
            var text = new CompletableFuture<String>();
            var first =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (var client =
                                        setup.client("Alice")
                                                .limits(LIMITS.withInitialize(Duration.ofDays(1)))
                                                .revision(revision)
                                                .connect()) {
                                    text.complete(client.callTool("greet").text());
                                } catch (Throwable e) {
                                    text.completeExceptionally(e);
                                }
                            });
            // Opens when the program has opened its end, so when it has been started.
            try (var go = Files.newOutputStream(gate)) {
                clock.advance(ALMOST);
                assertThat(text).isNotDone();
                go.write("go\n".getBytes(UTF_8));
            }
            assertThat(text.get(50, TimeUnit.SECONDS)).isEqualTo("Hello, Alice!");
            first.join();
        }
    }

    /** A client that asks for a session and has as much patience as a test wants it to have. */
    private static final class Asking implements Link.Listener, Link.Stream {

        private final Link link;
        private final List<Message> answers = new ArrayList<>();

        Asking(InProcess front, String name) {
            link = front.connect(this);
            var params =
                    Json.object(
                            "protocolVersion",
                            "2025-11-25",
                            "capabilities",
                            Json.EMPTY_OBJECT,
                            "clientInfo",
                            Json.object("name", name, "version", "1"));
            link.request(Request.of(Id.of(1), Method.INITIALIZE, params), this);
        }

        private void givesUp() {
            link.close();
        }

        @Override
        public void received(Message message) {
            answers.add(message);
        }

        @Override
        public void unreadable(MalformedException why) {}

        @Override
        public void failed(LinkFailure failure) {}

        @Override
        public void closed(LinkFailure failure, Set<Id> neverLeft) {}

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }
    }

    private final HeldBackend backend = new HeldBackend();
    private final Environment environment = new Environment(clock, new Random(1), Observer.NONE);
    private final Gateway gateway = new Gateway(backend, GatewaySettings.DEFAULT, environment);
    private final InProcess front =
            new InProcess("front", gateway, SessionSettings.DEFAULT, environment);

    @Test
    void nobodyWhoWaitsIsToldAnOfferThatWasInvented() {
        backend.holdStarts();
        var client = new Asking(front, "a");
        clock.advance(ALMOST);
        assertThat(client.answers).isEmpty();
        clock.advance(A_MOMENT);
        assertThat(client.answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> {
                            assertThat(failure.error().code())
                                    .isEqualTo(ErrorCode.BACKEND_TIMED_OUT);
                            assertThat(failure.error().message()).contains("--start-timeout");
                        });
    }

    @ParameterizedTest
    @MethodSource("policies")
    void oneThatWasSeenBeforeIsOfferedAsItWas(SessionPolicy policy) {
        var settings = GatewaySettings.DEFAULT.withSessions(policy);
        var served = new Gateway(backend, settings, environment);
        var clients = new InProcess("front", served, SessionSettings.DEFAULT, environment);
        var first = new Asking(clients, "a");
        assertThat(first.answers).hasSize(1);
        first.givesUp();
        clock.advance(GatewaySettings.DEFAULT.idle());
        backend.holdStarts();
        var second = new Asking(clients, "b");
        clock.advance(ALMOST);
        assertThat(second.answers).isEmpty();
        clock.advance(A_MOMENT);
        assertThat(second.answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        Result.class,
                        result ->
                                assertThat(result.result().text("serverInfo", "name"))
                                        .isEqualTo("held"));
        served.close();
    }

    static Stream<SessionPolicy> policies() {
        return Stream.of(
                SessionPolicy.PER_CLIENT_SESSION,
                SessionPolicy.PER_REQUEST,
                SessionPolicy.SHARED,
                SessionPolicy.pinned("desk"));
    }

    @Test
    void scenario188AStartThatItsClientGaveUpGoesOnAndTheNextAttemptHasIt() {
        backend.holdStarts();
        new Asking(front, "a").givesUp();
        clock.advance(Duration.ofSeconds(50));
        assertThat(backend.open()).isEqualTo(1);
        var again = new Asking(front, "a");
        assertThat(backend.connections()).isEqualTo(1);
        backend.starts(1);
        assertThat(again.answers).singleElement().isInstanceOf(Result.class);
        assertThat(backend.open()).isEqualTo(1);
        again.givesUp();
        assertThat(backend.open()).isZero();
    }

    @Test
    void aStartThatNobodyComesForEndsWhenItIsDoneOrMeetsItsLimit() {
        backend.holdStarts();
        new Asking(front, "a").givesUp();
        backend.starts(1);
        assertThat(backend.open()).isZero();
        new Asking(front, "a").givesUp();
        clock.advance(ALMOST);
        assertThat(backend.open()).isEqualTo(1);
        clock.advance(A_MOMENT);
        assertThat(backend.open()).isZero();
    }

    @Test
    void aStartForOneClientIsNotGivenToAnotherAndOneIsKeptAtMost() {
        backend.holdStarts();
        new Asking(front, "a").givesUp();
        var other = new Asking(front, "b");
        assertThat(backend.connections()).isEqualTo(2);
        other.givesUp();
        assertThat(backend.open()).isEqualTo(1);
        gateway.close();
        assertThat(backend.open()).isZero();
    }

    @Test
    void aStartThatIsNoLongerUnderWayIsBegunAnew() {
        backend.holdStarts();
        new Asking(front, "a").givesUp();
        clock.advance(LIMITS.initialize());
        var again = new Asking(front, "a");
        assertThat(backend.connections()).isEqualTo(2);
        backend.starts(2);
        assertThat(again.answers).singleElement().isInstanceOf(Result.class);
    }
}
