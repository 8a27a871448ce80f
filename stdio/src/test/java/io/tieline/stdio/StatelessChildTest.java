package io.tieline.stdio;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.Environment;
import io.tieline.session.Question;
import io.tieline.session.Timers;
import io.tieline.session.backend.AskingHistory;
import io.tieline.session.backend.BackendEra;
import io.tieline.session.backend.BackendOpening;
import io.tieline.session.backend.BackendSession;
import io.tieline.session.backend.CallListener;
import io.tieline.session.backend.CallOptions;
import io.tieline.session.backend.CallRule;
import io.tieline.session.backend.LinkFailure;
import io.tieline.session.backend.RequestIds;
import io.tieline.session.backend.TimeLimits;
import io.tieline.wire.Id;
import io.tieline.wire.Json;
import io.tieline.wire.Notification;
import io.tieline.wire.Request;
import io.tieline.wire.Response;
import io.tieline.wire.Revision;
import io.tieline.wire.RpcError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which era a program speaks is found out on a sibling of it, and then it is spoken. */
class StatelessChildTest {

    /** Notes each line that it reads, and its own end, under its process id. */
    private static final String READ =
            "while read -r line; do echo \"$$ $line\" >> log;"
                    + " id=${line#*\\\"id\\\":}; id=${id%%[,\\}]*}; case \"$line\" in ";

    private static final String DONE = " esac; done; echo \"$$ end\" >> log";

    private static final String DISCOVERY =
            " *server/discover*) echo '{\"jsonrpc\":\"2.0\",\"id\":'$id',\"result\":{"
                    + "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}}}' ;;";

    private static final String HANDSHAKE =
            " *'\"initialize\"'*) echo '{\"jsonrpc\":\"2.0\",\"id\":'$id',\"result\":{"
                    + "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"serverInfo\":"
                    + "{\"name\":\"s\",\"version\":\"1\"}}}' ;;";

    private static final String CALLS =
            " *tools/call*) echo '{\"jsonrpc\":\"2.0\",\"id\":'$id',\"result\":{\"pid\":'$$'}}' ;;";

    private static final String UNKNOWN =
            " *server/discover*) echo '{\"jsonrpc\":\"2.0\",\"id\":'$id',\"error\":{"
                    + "\"code\":-32601,\"message\":\"?\"}}' ;;";

    @TempDir private Path folder;
    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aProgramOfThisEraIsCalledAtOnceAndItsSiblingEndsInOrder() throws IOException {
        var era = BackendEra.detected();
        var talk = new Talk(READ + DISCOVERY + CALLS + DONE, era, rig.timers);
        long pid = talk.call().pid();
        assertThat(talk.session.isStateless()).isTrue();
        awaitOneChild();
        Rig.eventually("the sibling has ended", () -> log().size() == 3);
        var lines = linesOf(pid);
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst())
                .contains("tools/call")
                .contains("\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"");
        assertThat(log().getFirst()).contains("server/discover");
        assertThat(log()).anyMatch(line -> line.endsWith(" end") && !line.startsWith(pid + " "));
        // The next one need not ask.
        var second = new Talk(READ + DISCOVERY + CALLS + DONE, era, rig.timers);
        long other = second.call().pid();
        assertThat(linesOf(other)).hasSize(1);
        assertThat(rig.children.size()).isEqualTo(2);
        assertThat(rig.observer.counted()).isEmpty();
    }

    @Test
    void aProgramThatDoesNotKnowTheRequestIsMetWithAHandshake() throws IOException {
        assertHandshake(READ + UNKNOWN + HANDSHAKE + CALLS + DONE, rig.timers);
    }

    @Test
    void aProgramThatExitsOnAnUnknownFirstRequestIsMetWithAHandshake() throws IOException {
        assertHandshake(
                READ + " *server/discover*) exit 3 ;;" + HANDSHAKE + CALLS + DONE, rig.timers);
    }

    @Test
    void aProgramThatIsSilentIsMetWithAHandshakeInTheEnd() throws IOException {
        assertHandshake(
                READ + " *server/discover*) ;;" + HANDSHAKE + CALLS + DONE,
                hastened(Duration.ofSeconds(10)));
    }

    private void assertHandshake(String script, Timers timers) throws IOException {
        var talk = new Talk(script, BackendEra.detected(), timers);
        long pid = talk.call().pid();
        assertThat(talk.session.isStateless()).isFalse();
        awaitOneChild();
        var lines = linesOf(pid);
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).contains("\"initialize\"").doesNotContain("2026-07-28");
        assertThat(lines.getLast()).contains("tools/call").doesNotContain("2026-07-28");
    }

    /** The same clock, on which one delay passes at once. */
    private Timers hastened(Duration passing) {
        return new Timers() {
            @Override
            public long nanoTime() {
                return rig.timers.nanoTime();
            }

            @Override
            public Alarm after(Duration delay, Runnable task) {
                return rig.timers.after(
                        delay.equals(passing) ? Duration.ofMillis(300) : delay, task);
            }
        };
    }

    @Test
    void aSiblingThatMindsNothingIsKilledAndHoldsNobodyUp() {
        var stubborn = "trap '' TERM; " + READ + DISCOVERY + CALLS + " esac; done; sleep 60";
        long before = System.nanoTime();
        new Talk(stubborn, BackendEra.detected(), rig.timers).call().pid();
        // Twice the grace is what its end takes; the call does not wait for it.
        assertThat(System.nanoTime() - before).isLessThan(Rig.QUICK.grace().toNanos() * 2);
        awaitOneChild();
    }

    @Test
    void aSessionThatIsClosedBeforeTheAnswerLeavesNobodyBehind() throws IOException {
        var script = READ + " *) ;;" + DONE;
        var talk = new Talk(script, BackendEra.detected(), rig.timers);
        Rig.eventually("the sibling was asked", () -> log().size() == 1);
        talk.session.close();
        Rig.eventually("nobody is left", () -> rig.children.size() == 0);
        assertThat(log()).hasSize(2);
    }

    @Test
    void aCallIsTakenBackByANotificationThatStandsForItself() {
        var talk =
                new Talk(
                        READ + DISCOVERY + " *) ;;" + DONE,
                        BackendEra.of(Revision.STATELESS),
                        rig.timers);
        var outcome = new Outcome();
        var call = talk.session.call(Talk.request(), outcome, CallOptions.of(TimeLimits.DEFAULT));
        Rig.eventually("the call arrived", () -> last().contains("tools/call"));
        call.cancel(Json.string("bored"));
        Rig.eventually("so did its end", () -> last().contains("notifications/cancelled"));
        var id = Json.of(linesAfterPid().get(1)).get("id");
        var params = requireNonNull(Json.of(linesAfterPid().getLast()).get("params"));
        assertThat(params.get("requestId")).isEqualTo(id);
        assertThat(params.text("reason")).isEqualTo("bored");
        assertThat(params.text("_meta", "io.modelcontextprotocol/protocolVersion"))
                .isEqualTo("2026-07-28");
        assertThat(rig.children.size()).isEqualTo(1);
    }

    private void awaitOneChild() {
        Rig.eventually("only the session's own child is left", () -> rig.children.size() == 1);
    }

    private List<String> log() {
        try {
            var file = folder.resolve("log");
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String last() {
        var lines = log();
        return lines.isEmpty() ? "" : lines.getLast();
    }

    private List<String> linesAfterPid() {
        return log().stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
    }

    private List<String> linesOf(long pid) {
        return log().stream().filter(line -> line.startsWith(pid + " ")).toList();
    }

    /** One session with a program. */
    private final class Talk implements BackendSession.Listener {

        final BackendSession session;

        Talk(String script, BackendEra era, Timers timers) {
            var opening =
                    new BackendOpening(
                            Revision.LATEST_HANDSHAKE,
                            era,
                            true,
                            Json.object("name", "test", "version", "1"),
                            Json.EMPTY_OBJECT,
                            true,
                            CallRule.OVERLAP,
                            new RequestIds(),
                            new AskingHistory(),
                            TimeLimits.DEFAULT,
                            BackendOpening.NO_HEADERS);
            var environment = new Environment(timers, rig.environment.random(), rig.observer);
            var backend =
                    StdioBackend.of(
                            StdioCommand.of("sh", "-c", script).in(folder),
                            Rig.QUICK,
                            rig.children,
                            environment);
            session = BackendSession.open(backend, opening, environment, this);
        }

        static Request request() {
            return Request.of(Id.of("c"), "tools/call", Json.object("name", "t"));
        }

        Outcome call() {
            var outcome = new Outcome();
            session.call(request(), outcome, CallOptions.of(TimeLimits.DEFAULT));
            return outcome;
        }

        @Override
        public void opened(BackendSession opened, Json initializeResult) {}

        @Override
        public void closed(BackendSession closed, LinkFailure failure) {}

        @Override
        public void told(BackendSession by, Notification notification) {}

        @Override
        public void asked(BackendSession by, Question question) {}
    }

    private static final class Outcome implements CallListener {

        private final CompletableFuture<Response> answer = new CompletableFuture<>();

        /** Who has answered. */
        long pid() {
            var response = answer.orTimeout(20, TimeUnit.SECONDS).join();
            return requireNonNull(response.json().at("result", "pid")).asLong();
        }

        @Override
        public void answered(Response response) {
            answer.complete(response);
        }

        @Override
        public void failed(RpcError why) {
            answer.completeExceptionally(new AssertionError(why.message()));
        }

        @Override
        public void notified(Notification notification) {}

        @Override
        public void asked(Question question) {}
    }
}
