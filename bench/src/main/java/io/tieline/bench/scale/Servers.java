package io.tieline.bench.scale;

import io.tieline.bench.load.Effort;
import io.tieline.bench.load.IdleSessions;
import io.tieline.bench.load.Load;
import io.tieline.bench.load.Outcome;
import io.tieline.bench.load.Work;
import io.tieline.bench.subject.Backend;
import io.tieline.bench.subject.JavaMemory;
import io.tieline.bench.subject.Running;
import io.tieline.bench.subject.Tieline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is known, called and kept of several servers behind one front, against their number. They
 * have a hundred tools each, and are one process with as many names. What a call costs is compared
 * in rounds that take turns, so that the machine is the same for all: with one server behind such a
 * front, and with one that is served as it is, with no front for several between.
 */
final class Servers implements Growth {

    private static final int TOOLS = 100;
    private static final Work PLAIN = new Work(Work.Kind.ECHO, 200, false);
    private static final int FEW = 8;
    private static final String OPTIONS = "-Xmx512m";

    @Override
    public String name() {
        return "servers";
    }

    @Override
    public Curve measure(Setting setting)
            throws IOException, InterruptedException, Load.UnusableException {
        var points = new ArrayList<Point>();
        try (var backend = Backend.start(TOOLS);
                var plain = setting.gateway(name() + "-plain", backend, OPTIONS);
                var one = started(setting, backend, 1)) {
            Worked.run(setting, plain, PLAIN, FEW, setting.warmUp());
            Worked.run(setting, one, PLAIN, FEW, setting.warmUp());
            for (int servers : setting.amounts(List.of(1, 20), List.of(1, 2, 5, 10, 20))) {
                setting.progress().accept(name() + ": " + servers);
                try (var several = started(setting, backend, servers)) {
                    points.add(point(setting, plain, one, several, servers));
                }
            }
        }
        return new Curve(
                name(),
                "Several servers of 100 tools each behind one front (%s), HTTP to HTTP: all tools listed"
                                .formatted(OPTIONS)
                        + " to one client, calls of 200 B by eight, sessions that have listed once",
                "servers",
                List.of(
                        "tools/list p50 ms",
                        "call p50 µs",
                        "CPU µs per call",
                        "÷ one behind a front",
                        "÷ one as it is",
                        "live heap KB per idle session"),
                points,
                List.of());
    }

    /** The first of several has no prefix, so that its tools are called by their own names. */
    private Running started(Setting setting, Backend backend, int servers)
            throws IOException, InterruptedException {
        var entries =
                IntStream.range(0, servers)
                        .mapToObj(i ->
                                "\"s%d\": {\"url\": \"%s\", \"prefix\": \"%s\"}"
                                        .formatted(
                                                i,
                                                backend.uri(),
                                                i == 0 && servers > 1 ? "" : "s" + i))
                        .collect(Collectors.joining(", ", "{\"mcpServers\": {", "}}"));
        var site = setting.site(name() + "-" + servers, backend);
        Files.createDirectories(site.logs());
        Path file = Files.writeString(site.logs().resolve("mcp.json"), entries);
        return Tieline.start(site, OPTIONS, List.of(file.toString()));
    }

    private Point point(Setting setting, Running plain, Running one, Running several, int servers)
            throws IOException, InterruptedException, Load.UnusableException {
        Worked.run(setting, several, PLAIN, FEW, setting.warmUp());
        var calls = new ArrayList<Outcome>();
        var toOne = new ArrayList<Double>();
        var toPlain = new ArrayList<Double>();
        var effort = round(setting);
        for (int i = 0; i < (setting.quick() ? 5 : 11); i++) {
            double asItIs = Worked.run(setting, plain, PLAIN, FEW, effort).cpuMicrosPerCall();
            double alone = Worked.run(setting, one, PLAIN, FEW, effort).cpuMicrosPerCall();
            var together = Worked.run(setting, several, PLAIN, FEW, effort);
            calls.add(together);
            toOne.add(together.cpuMicrosPerCall() / alone);
            toPlain.add(together.cpuMicrosPerCall() / asItIs);
        }
        var listing = new Work(Work.Kind.LIST, servers * TOOLS, false);
        Worked.run(setting, several, listing, 1, setting.warmUp());
        var listed = Worked.run(setting, several, listing, 1, setting.effort());
        return Point.of(
                servers,
                listed.latencyMicros(50) / 1e3,
                median(calls.stream().map(it -> it.latencyMicros(50)).toList()),
                median(calls.stream().map(Outcome::cpuMicrosPerCall).toList()),
                median(toOne),
                median(toPlain),
                heapPerSession(setting, several, servers * TOOLS));
    }

    private static Effort round(Setting setting) {
        var measured = Duration.ofMillis(setting.quick() ? 300 : 1_000);
        return Effort.closedLoop(Duration.ofMillis(100), measured);
    }

    private static double median(List<Double> figures) {
        var sorted = figures.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static double heapPerSession(Setting setting, Running gateway, int tools)
            throws IOException, InterruptedException, Load.UnusableException {
        int sessions = setting.quick() ? 50 : 200;
        var memory = new JavaMemory(Objects.requireNonNull(gateway.program()).pid());
        try (var idle =
                IdleSessions.thatHaveListed(
                        setting.loops(), gateway.uri(), tools, setting.patience())) {
            idle.growTo(1);
            memory.collect();
            long before = memory.heap();
            idle.growTo(1 + sessions);
            memory.collect();
            return (memory.heap() - before) / 1e3 / sessions;
        }
    }
}
