package io.tieline.bench;

import io.tieline.bench.load.Load;
import io.tieline.bench.load.Work;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Slice. */
public final class Slice {
    /** url pid tool bytes stateless clients warm measured rate. */
    public static void main(String[] a) throws Exception {
        var loops = Loops.open(1);
        var pid = a[1];
        var o =
                Load.run(
                        loops,
                        URI.create(a[0]),
                        new Work(
                                Work.Tool.valueOf(a[2]),
                                Integer.parseInt(a[3]),
                                Boolean.parseBoolean(a[4])),
                        new Load.Effort(
                                Integer.parseInt(a[5]),
                                Duration.ofSeconds(Integer.parseInt(a[6])),
                                Duration.ofSeconds(Integer.parseInt(a[7])),
                                Integer.parseInt(a[8])),
                        () -> cpu(pid));
        System.out.printf(
                "%d calls %.0f/s cpu/call %.1f us p50 %.0f p99 %.0f us errors %d %s%n",
                o.calls(),
                o.calls() * 1e9 / o.nanos(),
                o.cpuNanos() / 1e3 / o.calls(),
                o.latency().getValueAtPercentile(50) / 1e3,
                o.latency().getValueAtPercentile(99) / 1e3,
                o.errors(),
                o.firstError());
    }

    static long cpu(String pids) {
        long sum = 0;
        for (var pid : java.util.List.of(pids.split(",", -1))) {
            try {
                var f = Files.readString(Path.of("/proc", pid, "stat"));
                var p = f.substring(f.lastIndexOf(')') + 2).split(" ", -1);
                sum += (Long.parseLong(p[11]) + Long.parseLong(p[12])) * 10_000_000L;
            } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return sum;
    }
}
