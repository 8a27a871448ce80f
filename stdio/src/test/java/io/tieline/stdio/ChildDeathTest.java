package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.LinkFailure.Executed;
import io.tieline.session.backend.LinkFailure.Kind;
import io.tieline.testkit.peers.RecordedLink;
import io.tieline.wire.Id;
import io.tieline.wire.Request;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a link learns that its child is gone, and what it says then. */
class ChildDeathTest {

    private static final String SAY = "echo '{\"jsonrpc\":\"2.0\",\"method\":\"%s\"}'; ";

    /** Says its own pid, so that the test can kill it. */
    private static final String SAY_PID = "echo '{\"jsonrpc\":\"2.0\",\"method\":\"'$$'\"}'; ";

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aChildThatExitsIsGoneWithItsExitCode() {
        var child = rig.shell("exit 3");
        assertThat(child.heard().end().kind()).isEqualTo(Kind.GONE);
        assertThat(child.heard().end().message()).contains("exit code 3");
        assertThat(child.heard().ends()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exit 1",
                "read a; exit 1",
                "read a; read b; exit 1",
                "read a; printf '{\"jsonrpc\":'; exit 1",
                "read a; exec >&-; exit 1",
                "exec <&-; exit 1"
            })
    void aChildMayExitAtAnyStep(String script) {
        var child = rig.shell(script);
        child.request(1, "initialize");
        child.tell("notifications/initialized");
        child.request(2, "tools/call");
        assertThat(child.heard().end().kind()).isEqualTo(Kind.GONE);
        assertThat(child.heard().end().message()).contains("exit code 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat", "exec cat"})
    void aKilledChildIsGoneWithin250Milliseconds(String server) {
        for (int i = 0; i < 10; i++) {
            kill(rig.shell(SAY_PID + server));
        }
    }

    private static void kill(Rig.Connection child) {
        long pid = Long.parseLong(child.heard().method());
        long before = System.nanoTime();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        assertThat(child.heard().end().message()).contains("exit code 137").contains("signal 9");
        assertThat(System.nanoTime() - before).isLessThan(Duration.ofMillis(250).toNanos());
    }

    @Test
    void whatAChildSaidBeforeItsEndIsDeliveredBeforeItsEnd() {
        for (int i = 0; i < 10; i++) {
            var child = rig.shell("yes '{\"jsonrpc\":\"2.0\",\"method\":\"m\"}' | head -n 20000");
            assertThat(child.heard().end().kind()).isEqualTo(Kind.GONE);
            assertThat(child.heard().messagesAtTheEnd()).isEqualTo(20_000);
        }
    }

    @Test
    void aChildThatClosesItsOutputAndLivesIsGone() {
        var child = rig.shell(SAY.formatted("hello") + "exec >&-; sleep 60");
        assertThat(child.heard().method()).isEqualTo("hello");
        assertThat(child.heard().end().kind()).isEqualTo(Kind.GONE);
        assertThat(child.heard().end().message()).contains("closed its output");
        Rig.eventually("the child is ended", () -> rig.children.size() == 0);
    }

    @Test
    void aChildThatClosesItsInputAndLivesIsGoneWhenItIsSpokenTo() {
        var child = rig.shell("exec <&-; " + SAY.formatted("deaf") + "sleep 60");
        assertThat(child.heard().method()).isEqualTo("deaf");
        child.request(1, "ping");
        assertThat(child.heard().end().message()).contains("closed its input");
    }

    @Test
    void aChildIsGoneThoughAGrandchildHoldsItsOutputOpen() {
        var child = rig.shell(SAY.formatted("hello") + "sleep 60 & exit 4");
        assertThat(child.heard().method()).isEqualTo("hello");
        assertThat(child.heard().end().message()).contains("exit code 4");
        Rig.eventually("the grandchild is ended", () -> rig.children.size() == 0);
    }

    @Test
    void aCommandWithoutItsInterpreterIsNamed() {
        var child = rig.shell("exit 127");
        assertThat(child.heard().end().message())
                .contains("could not be run")
                .contains("interpreter");
    }

    @Test
    void aChildOutlivesTheThreadThatConnectedIt() throws InterruptedException {
        var connected = new CompletableFuture<Rig.Connection>();
        var caller =
                Thread.ofPlatform()
                        .start(() -> {
                            var child = rig.shell("exec cat");
                            child.tell("started");
                            child.heard().next();
                            connected.complete(child);
                        });
        caller.join();
        var child = connected.join();
        child.tell("alive");
        assertThat(child.heard().method()).isEqualTo("alive");
    }

    @Test
    void aRequestAfterTheEndFailsAsNeverRun() {
        var child = rig.shell("exit 0");
        child.heard().end();
        var late = new RecordedLink();
        child.link().request(Request.of(Id.of(1), "ping", null), late);
        assertThat(late.failure().executed()).isEqualTo(Executed.NO);
        assertThat(late.failure().kind()).isEqualTo(Kind.GONE);
    }

    @Test
    void nothingIsToldAfterClose() {
        var child = rig.shell("cat; " + SAY.formatted("late") + "exit 5");
        child.link().close();
        Rig.eventually("the child is ended", () -> rig.children.size() == 0);
        assertThat(child.heard().messages()).isZero();
        assertThat(child.heard().ends()).isZero();
    }
}
