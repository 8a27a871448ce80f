package io.tieline.bench.scale;

import io.tieline.bench.load.Load;
import io.tieline.bench.load.Outcome;
import io.tieline.bench.load.Work;
import io.tieline.bench.subject.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The cost of {@code tools/list} against the number of tools. */
final class Listing implements Growth {

    @Override
    public String name() {
        return "tools";
    }

    @Override
    public Curve measure(Setting setting)
            throws IOException, InterruptedException, Load.UnusableException {
        var points = new ArrayList<Point>();
        for (int tools : setting.amounts(List.of(10, 1_000), List.of(10, 1_000, 10_000))) {
            setting.progress().accept(name() + ": " + tools);
            var outcome = measure(setting, tools);
            points.add(
                    Point.of(
                            tools,
                            outcome.latencyMicros(50),
                            outcome.latencyMicros(99),
                            outcome.cpuMicrosPerCall(),
                            outcome.perSecond()));
        }
        return new Curve(
                name(),
                "tools/list by one client, HTTP to HTTP, every listing asked of the backend",
                "tools",
                List.of("p50 µs", "p99 µs", "CPU µs per listing", "listings/s"),
                points,
                List.of());
    }

    private Outcome measure(Setting setting, int tools)
            throws IOException, InterruptedException, Load.UnusableException {
        var work = new Work(Work.Kind.LIST, tools, false);
        try (var backend = Backend.start(tools);
                var gateway = setting.gateway(name(), backend, "")) {
            Worked.run(setting, gateway, work, 1, setting.warmUp());
            return Worked.run(setting, gateway, work, 1, setting.effort());
        }
    }
}
