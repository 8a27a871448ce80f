package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tieline.session.backend.LinkFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a child and all that it has started are brought to their end. */
class ChildEndTest {

    private static final String SAY = "echo '{\"jsonrpc\":\"2.0\",\"method\":\"'%s'\"}'; ";
    private static final String SAY_OWN_PID = SAY.formatted("$$");
    private static final String SAY_LAST_PID = SAY.formatted("$!");
    private static final String FOR_EVER = "while :; do sleep 0.02; done";

    @TempDir private Path folder;
    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aChildThatMindsTheEndOfItsInputIsNotSignalled() throws IOException {
        var child =
                run(
                        "trap 'echo signal >> log' TERM; "
                                + SAY_OWN_PID
                                + "cat > /dev/null; echo done >> log");
        endInOrder(child, pidOf(child));
        assertThat(log()).isEqualTo("done\n");
    }

    @Test
    void aChildThatDoesNotIsAskedToTerminate() throws IOException {
        var child = run("trap 'echo signal >> log; exit' TERM; " + SAY_OWN_PID + FOR_EVER);
        endInOrder(child, pidOf(child));
        assertThat(log()).isEqualTo("signal\n");
    }

    @Test
    void aChildThatIgnoresBothIsKilled() {
        var child = run("trap '' TERM; " + SAY_OWN_PID + FOR_EVER);
        endInOrder(child, pidOf(child));
    }

    @Test
    void aStoppedChildIsKilled() {
        var child = run(SAY_OWN_PID + "kill -STOP $$");
        endInOrder(child, pidOf(child));
    }

    @Test
    void grandchildrenEndWithTheChild() {
        var child = run("sleep 60 & " + SAY_LAST_PID + FOR_EVER);
        endInOrder(child, pidOf(child));
    }

    @Test
    void grandchildrenThatTheChildLeavesBehindEnd() {
        var child = run("sleep 60 > /dev/null & " + SAY_LAST_PID + "cat > /dev/null");
        endInOrder(child, pidOf(child));
    }

    @Test
    void grandchildrenThatIgnoreEverythingAreKilledAlsoWhenTheChildDiedFirst() {
        var child = run("(trap '' TERM; exec sleep 60) & " + SAY_LAST_PID + "kill -9 $$");
        long pid = pidOf(child);
        assertThat(child.heard().end().kind()).isEqualTo(Kind.GONE);
        assertGone(pid);
    }

    @Test
    void grandchildrenInASessionOfTheirOwnEndWithTheirParent() {
        var child = run("setsid sleep 60 & " + SAY_LAST_PID + FOR_EVER);
        endInOrder(child, pidOf(child));
    }

    @Test
    void aDaemonThatTheChildHasMadeOnPurposeIsLeftAlone() {
        var child =
                run(
                        "(setsid sh -c '"
                                + SAY_OWN_PID.replace("'", "'\\''")
                                + "exec sleep 60 > /dev/null 2>&1' &) ; cat > /dev/null");
        long pid = pidOf(child);
        child.link().close();
        Rig.eventually("the child has ended", () -> rig.children.size() == 0);
        var daemon = ProcessHandle.of(pid).orElseThrow();
        assertThat(daemon.isAlive()).isTrue();
        daemon.destroyForcibly();
    }

    @Test
    void whatWasSentBeforeTheCloseStillArrives() throws IOException {
        var child = run(SAY_OWN_PID + "cat > log; echo . >> log");
        pidOf(child);
        child.tell("first");
        child.tell("last");
        child.link().close();
        Rig.eventually("the child has ended", () -> rig.children.size() == 0);
        assertThat(log()).contains("\"first\"").contains("\"last\"");
    }

    @Test
    void closingBlocksNobodyAndMayBeRepeated() {
        var child = run("trap '' TERM; " + SAY_OWN_PID + FOR_EVER);
        long pid = pidOf(child);
        long before = System.nanoTime();
        child.link().close();
        child.link().close();
        assertThat(System.nanoTime() - before).isLessThan(Duration.ofMillis(100).toNanos());
        assertGone(pid);
    }

    @Test
    void aLinkThatIsClosedAtOnceLeavesNothing() {
        for (int i = 0; i < 20; i++) {
            run("cat").link().close();
        }
        Rig.eventually("nothing is left", () -> rig.children.size() == 0);
        // But the watchdog, which waits for the next ones.
        assertThat(ProcessHandle.current().children()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void closingTheChildrenEndsThemAllAndStartsNoMore() {
        var calm = run(SAY_OWN_PID + "cat");
        var stubborn = run("trap '' TERM; " + SAY_OWN_PID + FOR_EVER);
        long one = pidOf(calm);
        long other = pidOf(stubborn);
        rig.children.close();
        assertThat(rig.children.size()).isZero();
        assertThat(isAlive(one)).isFalse();
        assertThat(isAlive(other)).isFalse();
        assertThat(calm.heard().end().kind()).isEqualTo(Kind.DRAINING);
        assertThat(run("cat").heard().end().kind()).isEqualTo(Kind.DRAINING);
    }

    private Rig.Connection run(String script) {
        return rig.connect(StdioCommand.of("sh", "-c", script).in(folder), Rig.QUICK);
    }

    private static long pidOf(Rig.Connection child) {
        return Long.parseLong(child.heard().method());
    }

    private void endInOrder(Rig.Connection child, long pid) {
        assertThat(isAlive(pid)).isTrue();
        child.link().close();
        assertGone(pid);
        assertThat(child.heard().ends()).isZero();
    }

    private void assertGone(long pid) {
        Rig.eventually("the child has ended", () -> rig.children.size() == 0);
        assertThat(isAlive(pid)).isFalse();
    }

    private static boolean isAlive(long pid) {
        var stat = ProcessStat.of(pid);
        return stat != null && !stat.isZombie();
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }
}
