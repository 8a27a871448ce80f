package io.tieline.bench.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The memory of a Java process: as the operating system counts it, and as {@code jcmd} tells. For
 * Linux.
 */
public final class JavaMemory {

    private static final Pattern USED = Pattern.compile("^ *+(?!Metaspace|class).*\\bused (\\d+)K");

    private final long process;

    public JavaMemory(long process) {
        this.process = process;
    }

    /** Physical memory now, in bytes. */
    public long resident() throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process), "status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    /** Collects all garbage. */
    public void collect() throws IOException, InterruptedException {
        ask("GC.run");
    }

    /** What the heap holds, garbage too, in bytes. */
    public long heap() throws IOException, InterruptedException {
        return heapIn(ask("GC.heap_info"));
    }

    /** Of what {@code GC.heap_info} prints, the used memory of all generations, in bytes. */
    static long heapIn(String info) {
        return info.lines()
                .map(USED::matcher)
                .filter(matcher -> matcher.find())
                .mapToLong(matcher -> Long.parseLong(matcher.group(1)) * 1024)
                .sum();
    }

    private String ask(String what) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var asking =
                new ProcessBuilder(jcmd, Long.toString(process), what)
                        .redirectErrorStream(true)
                        .start();
        var said = new String(asking.getInputStream().readAllBytes(), UTF_8);
        if (asking.waitFor() != 0) {
            throw new IOException(said.strip());
        }
        return said;
    }
}
