package io.tieline.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process and its descendants, but for those that are the backend, read from Linux's {@code
 * /proc}. What has ended counts no more. For one thread at a time.
 */
final class ProcessMeter implements Meter {

    private static final long NANOS_PER_TICK = 10_000_000; // USER_HZ is 100 on every Linux
    private static final Path PROC = Path.of("/proc");

    private final ProcessHandle root;
    private final String backend;
    private List<Path> processes = List.of();
    private int backends;

    /**
     * @param backend whose command line has this word is the backend
     */
    ProcessMeter(ProcessHandle root, String backend) {
        this.root = root;
        this.backend = backend;
        begin();
    }

    @Override
    public void begin() {
        var descendants = root.descendants().collect(Collectors.partitioningBy(this::isBackend));
        processes =
                Stream.concat(Stream.of(root), descendants.getOrDefault(false, List.of()).stream())
                        .map(process -> PROC.resolve(Long.toString(process.pid())))
                        .toList();
        backends =
                (int)
                        descendants.getOrDefault(true, List.of()).stream()
                                .filter(process -> process.children().findAny().isEmpty())
                                .count(); // not the shells around them
        processes.forEach(ProcessMeter::forgetPeak);
    }

    private static void forgetPeak(Path process) {
        try {
            Files.writeString(process.resolve("clear_refs"), "5");
        } catch (IOException _) {
            // It has ended.
        }
    }

    private boolean isBackend(ProcessHandle process) {
        return read(process.pid() + "/cmdline").contains(backend);
    }

    @Override
    public long cpuNanos() {
        return processes.stream().mapToLong(ProcessMeter::ticks).sum() * NANOS_PER_TICK;
    }

    private static long ticks(Path process) {
        var stat = read(process + "/stat");
        // The name in brackets may hold anything, so the fields are counted from its end.
        var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return fields.length < 13 ? 0 : Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    @Override
    public long peakBytes() {
        return processes.stream().mapToLong(ProcessMeter::peak).sum();
    }

    @Override
    public int backends() {
        return backends;
    }

    private static long peak(Path process) {
        return read(process + "/status")
                .lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    private static String read(String file) {
        try {
            return Files.readString(PROC.resolve(file));
        } catch (IOException e) {
            return ""; // it has ended
        }
    }
}
