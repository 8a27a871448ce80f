package io.tieline.bench.scale;

import io.tieline.bench.load.IdleSessions;
import io.tieline.bench.load.Load;
import io.tieline.bench.subject.Backend;
import io.tieline.bench.subject.Descriptors;
import io.tieline.bench.subject.JavaMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Memory against the number of sessions in which nothing happens. At the backend the gateway has
 * its own GET stream open for each of them, at the front their clients have, or have not.
 */
record Memory(boolean streams) implements Growth {

    /** What the gateway has open besides the streams: jars, calls that open sessions. */
    private static final long OTHER_DESCRIPTORS = 400;

    private static final String OPTIONS = "-Xmx512m";

    @Override
    public String name() {
        return streams ? "idle-streams" : "idle-sessions";
    }

    @Override
    public Curve measure(Setting setting)
            throws IOException, InterruptedException, Load.UnusableException {
        var points = new ArrayList<Point>();
        var notes = new ArrayList<String>();
        long most = (Descriptors.limit() - OTHER_DESCRIPTORS) / (streams ? 2 : 1);
        try (var backend = Backend.start();
                var gateway = setting.gateway(name(), backend, OPTIONS);
                var idle =
                        new IdleSessions(
                                setting.loops(), gateway.uri(), streams, setting.patience())) {
            var memory = new JavaMemory(Objects.requireNonNull(gateway.program()).pid());
            for (int wanted :
                    setting.amounts(List.of(1, 500, 2_000), List.of(1, 1_000, 5_000, 10_000))) {
                int sessions = (int) Math.min(wanted, most);
                if (sessions < wanted) {
                    notes.add(
                            sessions
                                    + " instead of "
                                    + wanted
                                    + " sessions: this machine allows a process only "
                                    + Descriptors.limit()
                                    + " open files (ulimit -n)");
                }
                setting.progress().accept(name() + ": opening " + sessions);
                idle.growTo(sessions);
                awaitStreams(setting, backend, sessions);
                points.add(point(sessions, memory, points));
            }
            if (idle.lost() > 0) {
                throw new Load.UnusableException(idle.lost() + " GET streams were ended");
            }
        }
        return new Curve(
                name(),
                "Memory of Tieline (%s), HTTP to HTTP, %s; its own GET stream open at the backend for each"
                        .formatted(
                                OPTIONS,
                                streams
                                        ? "idle sessions, each with its GET stream open"
                                        : "idle sessions without a connection"),
                "sessions",
                List.of("RSS MB", "RSS MB after a full GC", "live heap MB", "KB RSS per session"),
                points,
                notes);
    }

    /** Until the gateway has opened its own streams, of which no client hears. */
    @SuppressWarnings("FutureReturnValueIgnored") // sync throws
    private static void awaitStreams(Setting setting, Backend backend, int count)
            throws IOException, InterruptedException, Load.UnusableException {
        long limit = System.nanoTime() + setting.patience().toNanos();
        while (backend.connections() < count) {
            if (System.nanoTime() > limit) {
                throw new Load.UnusableException(
                        "only "
                                + backend.connections()
                                + " streams at the backend of "
                                + count
                                + " sessions");
            }
            setting.loops().group().schedule(() -> {}, 100, TimeUnit.MILLISECONDS).sync();
        }
    }

    private static Point point(int sessions, JavaMemory memory, List<Point> before)
            throws IOException, InterruptedException {
        double resident = memory.resident() / 1e6;
        memory.collect();
        double collected = memory.resident() / 1e6;
        double heap = memory.heap() / 1e6;
        double each = Double.NaN;
        if (!before.isEmpty()) {
            var first = before.getFirst();
            each = (resident - first.figures().getFirst()) * 1e3 / (sessions - first.amount());
        }
        return Point.of(sessions, resident, collected, heap, each);
    }
}
