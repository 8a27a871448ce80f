package io.tieline.bench.scale;

import io.tieline.bench.load.Load;
import io.tieline.bench.load.Work;
import io.tieline.bench.subject.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Throughput and cost of plain calls against the number of connections that make them. */
final class Connections implements Growth {

    private static final Work PLAIN = new Work(Work.Kind.ECHO, 200, false);

    @Override
    public String name() {
        return "connections";
    }

    @Override
    public Curve measure(Setting setting)
            throws IOException, InterruptedException, Load.UnusableException {
        var points = new ArrayList<Point>();
        try (var backend = Backend.start();
                var gateway = setting.gateway(name(), backend, "")) {
            setting.progress().accept(name() + ": warming up");
            Worked.run(setting, gateway, PLAIN, 64, setting.warmUp());
            Worked.run(setting, gateway, PLAIN, 1, setting.warmUp());
            for (int clients : setting.amounts(List.of(1, 16, 64), List.of(1, 4, 16, 64, 256))) {
                setting.progress().accept(name() + ": " + clients);
                var outcome = Worked.run(setting, gateway, PLAIN, clients, setting.effort());
                points.add(
                        Point.of(
                                clients,
                                outcome.perSecond(),
                                outcome.cpuMicrosPerCall(),
                                outcome.latencyMicros(50),
                                outcome.latencyMicros(99)));
            }
        }
        return new Curve(
                name(),
                "Plain calls of 200 B, HTTP to HTTP, a session for each client, closed loop",
                "connections",
                List.of("calls/s", "CPU µs per call", "p50 µs", "p99 µs"),
                points,
                List.of());
    }
}
