package io.tieline.bench.scale;

import io.tieline.bench.load.Load;
import io.tieline.bench.load.Work;
import io.tieline.bench.subject.Backend;
import io.tieline.bench.subject.Tieline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How many children a second are started, used for one call, and ended. */
final class Children implements Growth {

    private static final Work SESSION = new Work(Work.Kind.SESSION, 20, false);

    @Override
    public String name() {
        return "children";
    }

    @Override
    public Curve measure(Setting setting)
            throws IOException, InterruptedException, Load.UnusableException {
        var points = new ArrayList<Point>();
        try (var backend = Backend.start();
                var gateway =
                        Tieline.start(
                                setting.site(name(), backend),
                                "",
                                Backend.cheapestCommand(setting.project()))) {
            setting.progress().accept(name() + ": warming up");
            Worked.run(setting, gateway, SESSION, 4, setting.warmUp());
            for (int clients : setting.amounts(List.of(1, 4), List.of(1, 2, 4, 8, 16))) {
                setting.progress().accept(name() + ": " + clients);
                var outcome = Worked.run(setting, gateway, SESSION, clients, setting.effort());
                points.add(
                        Point.of(
                                clients,
                                outcome.perSecond(),
                                outcome.latencyMicros(50) / 1e3,
                                outcome.latencyMicros(99) / 1e3,
                                outcome.cpuMicrosPerCall() / 1e3));
            }
        }
        return new Curve(
                name(),
                "A session opened before a stdio backend (a shell script), one call, and closed",
                "clients at once",
                List.of("children/s", "p50 ms", "p99 ms", "CPU ms of Tieline per child"),
                points,
                List.of());
    }
}
