package io.tieline.bench.scale;

import io.tieline.bench.load.IdleSessions;
import io.tieline.bench.load.Load;
import io.tieline.bench.load.Work;
import io.tieline.bench.subject.Backend;
import io.tieline.bench.subject.Running;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Latency of plain calls against the number of sessions that lie idle beside them. */
final class Sessions implements Growth {

    private static final Work PLAIN = new Work(Work.Kind.ECHO, 200, false);
    private static final int FEW = 8;

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public Curve measure(Setting setting)
            throws IOException, InterruptedException, Load.UnusableException {
        var points = new ArrayList<Point>();
        try (var backend = Backend.start();
                var gateway = setting.gateway(name(), backend, "");
                var idle =
                        new IdleSessions(
                                setting.loops(), gateway.uri(), false, setting.patience())) {
            setting.progress().accept(name() + ": warming up");
            Worked.run(setting, gateway, PLAIN, FEW, setting.warmUp());
            // The working sessions count too, and a listener keeps 10,000 of them at most.
            for (int sessions :
                    setting.amounts(List.of(1, 100, 2_000), List.of(1, 100, 1_000, 10_000))) {
                setting.progress().accept(name() + ": opening " + sessions);
                idle.growTo(Math.max(1, sessions - FEW));
                points.add(point(setting, gateway, sessions));
            }
        }
        return new Curve(
                name(),
                "Plain calls of 200 B by one client and by eight, beside sessions that lie idle",
                "open sessions",
                List.of(
                        "p50 µs, 1 client",
                        "p99 µs, 1 client",
                        "p50 µs, 8 clients",
                        "p99 µs, 8 clients",
                        "CPU µs per call"),
                points,
                List.of());
    }

    private static Point point(Setting setting, Running gateway, int sessions)
            throws InterruptedException, Load.UnusableException {
        var one = Worked.run(setting, gateway, PLAIN, 1, setting.effort());
        var few = Worked.run(setting, gateway, PLAIN, FEW, setting.effort());
        return Point.of(
                sessions,
                one.latencyMicros(50),
                one.latencyMicros(99),
                few.latencyMicros(50),
                few.latencyMicros(99),
                few.cpuMicrosPerCall());
    }
}
