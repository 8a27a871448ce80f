package io.tieline.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** A census after many children have come and gone. */
class NothingIsLeftTest {

    private static final int ROUNDS = 50;

    @Test
    void noProcessThreadDescriptorOrAlarmIsLeftOfManyChildren() {
        try (var rig = new Rig()) {
            round(rig, "cat", 1);
            long descriptors = descriptors();
            for (int i = 0; i < ROUNDS; i++) {
                round(rig, i % 2 == 0 ? "cat" : "read line; echo \"$line\"; kill -9 $$", i);
            }
            Rig.eventually("all have ended", () -> rig.children.size() == 0);
            // The watchdog waits for the next ones.
            assertThat(ProcessHandle.current().children()).hasSize(1);
            Rig.eventually("descriptors are given back", () -> descriptors() <= descriptors);
            Rig.within(Duration.ofSeconds(2), "no alarm is left", () -> rig.timers.pending() == 0);
        }
        assertThat(ProcessHandle.current().children()).isEmpty();
        Rig.eventually("threads end", () -> threads() == 0);
    }

    @Test
    void anIdleChildCostsTwoThreadsOfOurs() {
        try (var rig = new Rig()) {
            var idle = new ArrayList<Rig.Connection>();
            for (int i = 0; i < 10; i++) {
                var child = rig.shell("cat");
                child.request(i, "ping");
                child.heard().next();
                idle.add(child);
            }
            // Writers leave when they have had nothing to do for a while.
            Rig.eventually("only readers are left", () -> pipes() == 2L * idle.size());
        }
    }

    private static void round(Rig rig, String script, int id) {
        var child = rig.shell(script);
        child.request(id, "ping");
        child.heard().next();
        child.link().close();
    }

    private static long descriptors() {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tieline-"))
                .count();
    }

    private static long pipes() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tieline-pipe"))
                .count();
    }
}
