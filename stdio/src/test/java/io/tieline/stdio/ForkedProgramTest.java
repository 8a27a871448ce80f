package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What needs a program of its own: its death, and its lack of memory. */
class ForkedProgramTest {

    private static final String SAY_PID = "echo '{\"jsonrpc\":\"2.0\",\"method\":\"'$$'\"}'; ";

    /** Minds no end of input; dies of a signal, though. */
    private static final String DEAF = SAY_PID + "exec sleep 600";

    @Test
    void aChildDoesNotOutliveAProgramThatIsKilled() throws Exception {
        var program = ForkedProgram.start(DEAF);
        long child = pidOf(program);
        program.destroyForcibly();
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Rig.eventually("the kernel ends the child", () -> !isAlive(child));
    }

    /** Minds neither the end of its input nor a request to terminate. */
    private static final String STUBBORN =
            "trap '' TERM HUP INT; " + SAY_PID + "while :; do sleep 0.05; done";

    @Test
    void aChildThatMindsNothingDoesNotOutliveAProgramThatIsKilled() throws Exception {
        var program = ForkedProgram.start(STUBBORN);
        long child = pidOf(program);
        program.destroyForcibly();
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Rig.eventually("the watchdog ends the child", () -> !isAlive(child));
    }

    @Test
    void neitherDoesWhatItHasStarted() throws Exception {
        var program =
                ForkedProgram.start(
                        """
                        sh -c 'trap "" TERM HUP INT
                        echo "{\\"jsonrpc\\":\\"2.0\\",\\"method\\":\\"$$\\"}"
                        while :; do sleep 0.05; done' &
                        wait
                        """);
        long grandchild = pidOf(program);
        program.destroyForcibly();
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Rig.eventually("the watchdog ends the grandchild", () -> !isAlive(grandchild));
    }

    @Test
    void nothingIsLeftOfAProgramThatEndsInOrder() throws Exception {
        var program = ForkedProgram.start(SAY_PID + "cat");
        pidOf(program);
        var all = program.descendants().toList();
        assertThat(all).hasSizeGreaterThan(1);
        program.destroy();
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(all).noneMatch(process -> isAlive(process.pid()));
    }

    @Test
    void aChildDoesNotOutliveAProgramThatIsTerminated() throws Exception {
        var program =
                ForkedProgram.start("trap '' TERM; " + SAY_PID + "while :; do sleep 0.05; done");
        long child = pidOf(program);
        program.destroy();
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(isAlive(child)).isFalse();
    }

    @Test
    void aLineOf200MegabytesCostsNoMoreThanTwiceTheLimit() throws Exception {
        // Lines of 64 MiB, in 144 MiB of heap with everything else.
        var program =
                ForkedProgram.start(
                        "head -c 200000000 /dev/zero | tr '\\0' a; exec sleep 600",
                        "-Xmx144m",
                        "-XX:+ExitOnOutOfMemoryError");
        assertThat(program.inputReader().readLine()).isEqualTo("BROKE_PROTOCOL");
        program.destroy();
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSecretInTheEnvironmentOfTheProgramReachesNoChild() throws Exception {
        var program =
                ForkedProgram.start(
                        "echo '{\"jsonrpc\":\"2.0\",\"method\":\"'${CANARY:-nothing}'\"}'; cat");
        assertThat(program.inputReader().readLine()).isEqualTo("nothing");
        program.destroy();
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private static long pidOf(Process program) throws IOException {
        long pid = Long.parseLong(program.inputReader().readLine());
        assertThat(isAlive(pid)).isTrue();
        return pid;
    }

    private static boolean isAlive(long pid) {
        var stat = ProcessStat.of(pid);
        return stat != null && !stat.isZombie();
    }
}
