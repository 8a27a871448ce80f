package io.tieline.bench.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Of the processes that a subject is, all are counted, and the backend's are not. */
final class ProcessMeterTest {

    private static final String BUSY = "while :; do :; done";
    private static final long TICKS = 30_000_000;

    /** Waits until a meter has moved; the process would otherwise end first. */
    private static boolean moves(ProcessMeter meter, Process process) throws InterruptedException {
        long before = meter.cpuNanos();
        for (int i = 0; i < 100 && process.isAlive(); i++) {
            if (meter.cpuNanos() - before > TICKS) {
                return true;
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        return false;
    }

    /** A shell that says so when it has started what it is to start. */
    private static Process shell(String script) throws IOException {
        var process = new ProcessBuilder("sh", "-c", script).start();
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        return process;
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Test
    void theTimeOfAProcessIsCounted() throws Exception {
        var process = shell("echo ready; " + BUSY);
        try {
            assertThat(moves(new ProcessMeter(process.toHandle(), "BACKEND"), process)).isTrue();
        } finally {
            end(process);
        }
    }

    @Test
    void soIsTheTimeOfWhatItStarted() throws Exception {
        var process = shell("sh -c '" + BUSY + "' & echo ready; wait");
        try {
            assertThat(moves(new ProcessMeter(process.toHandle(), "BACKEND"), process)).isTrue();
        } finally {
            end(process);
        }
    }

    @Test
    void theTimeOfTheBackendIsNot() throws Exception {
        var process =
                shell("sh -c '" + BUSY + "' BACKEND & sh -c '" + BUSY + "' & echo ready; wait");
        try {
            var all = new ProcessMeter(process.toHandle(), "NOTHING");
            assertThat(all.backends()).isZero();
            var meter = new ProcessMeter(process.toHandle(), "BACKEND");
            assertThat(meter.backends()).isOne();
            assertThat(moves(all, process)).isTrue();
            assertThat(meter.cpuNanos()).isLessThan(all.cpuNanos());
        } finally {
            end(process);
        }
    }

    @Test
    void thePeakOfMemoryIsThatSinceTheBeginning() throws Exception {
        var process = shell("echo ready; " + BUSY);
        try {
            var meter = new ProcessMeter(process.toHandle(), "BACKEND");
            assertThat(meter.peakBytes()).isBetween(100_000L, 100_000_000L);
        } finally {
            end(process);
        }
    }

    @Test
    void whatHasEndedUsesNothing() throws Exception {
        var process = shell("echo ready");
        process.waitFor();
        var meter = new ProcessMeter(process.toHandle(), "BACKEND");
        assertThat(meter.cpuNanos() + meter.peakBytes()).isZero();
    }
}
