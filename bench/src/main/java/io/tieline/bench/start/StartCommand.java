package io.tieline.bench.start;

import io.tieline.bench.compare.Spread;
import io.tieline.bench.start.FirstCall.Seen;
import io.tieline.bench.start.FirstCall.Variant;
import io.tieline.bench.subject.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long {@code bin/tieline} takes to the first call answered through it, and in what memory. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 100,
        description =
                "Measures the time from the start of bin/tieline to its first answered call, and its memory.")
public final class StartCommand implements Callable<Integer> {

    private static final List<Variant> VARIANTS =
            List.of(
                    new Variant("usual", List.of(), "-XX:AOTMode=auto"),
                    new Variant("without the cache", List.of(), "-XX:AOTMode=off"),
                    new Variant("--small", List.of("--small"), "-XX:AOTMode=auto"));

    @Option(names = "--runs", description = "Of each kind, in turns (default: ${DEFAULT-VALUE}).")
    private int runs = 15;

    @Option(
            names = "--calls",
            description = "After the first one, before memory is read (default: ${DEFAULT-VALUE}).")
    private int calls = 1000;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var project = Path.of(Objects.requireNonNull(System.getProperty("tieline.project")));
        var first = new FirstCall(project, calls);
        Map<String, List<Seen>> seen = new LinkedHashMap<>();
        try (var backend = Backend.start()) {
            // The first round warms the machine's file cache, and does not count.
            for (int round = 0; round <= runs; round++) {
                System.err.println("bench: round " + round + " of " + runs);
                for (var variant : VARIANTS) {
                    keep(
                            seen,
                            "HTTP, " + variant.name(),
                            round,
                            first.http(variant, backend.uri()));
                    keep(seen, "stdio, " + variant.name(), round, first.stdio(variant));
                }
            }
        }
        print(seen);
        return 0;
    }

    private static void keep(Map<String, List<Seen>> all, String name, int round, Seen seen) {
        var list = all.computeIfAbsent(name, kind -> new ArrayList<>());
        if (round > 0) {
            list.add(seen);
        }
    }

    private void print(Map<String, List<Seen>> seen) {
        System.out.println(
                "| front, start | to the first call, ms | CPU until then, ms | RSS then, MB | after "
                        + calls
                        + " calls, MB |");
        System.out.println("|---|---|---|---|---|");
        seen.forEach((name, all) ->
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %s |%n",
                        name,
                        shown(all, Seen::millis),
                        shown(all, Seen::cpuMillis),
                        shown(all, Seen::megabytes),
                        shown(all, Seen::later)));
    }

    private static String shown(List<Seen> all, ToDoubleFunction<Seen> figure) {
        var spread = Spread.of(all.stream().mapToDouble(figure).boxed().toList());
        return String.format(
                Locale.ROOT,
                "%.0f (%.0f–%.0f)",
                spread.median(),
                spread.least(),
                spread.greatest());
    }
}
