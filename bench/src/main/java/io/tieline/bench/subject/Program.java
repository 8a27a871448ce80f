package io.tieline.bench.subject;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process that listens on a port of the loopback, and all that it starts. */
public final class Program implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_END = Duration.ofSeconds(3);

    private final Process process;
    private final ProcessMeter meter;

    private Program(Process process) {
        this.process = process;
        this.meter = new ProcessMeter(process.toHandle(), Backend.MARK);
    }

    /**
     * Starts it, and waits until it listens. Its standard input stays open, since the end of that
     * means the end to some.
     *
     * @param log where all that it prints goes
     * @throws IOException if it ends first, with the last line that it printed
     */
    static Program start(Path log, int port, List<String> command)
            throws IOException, InterruptedException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        var program = new Program(process);
        long limit = System.nanoTime() + LONGEST_START.toNanos();
        while (!listens(port)) {
            if (program.endsWithin(Duration.ofMillis(20))) {
                throw new IOException("it ended at once: " + lastLine(log));
            }
            if (System.nanoTime() > limit) {
                program.close();
                throw new IOException("it did not listen: " + lastLine(log));
            }
        }
        return program;
    }

    private static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String lastLine(Path log) throws IOException {
        var lines = Files.readString(log).strip().lines().toList();
        return lines.isEmpty() ? "it printed nothing" : lines.getLast();
    }

    private boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The process itself; what it starts has others. */
    public long pid() {
        return process.pid();
    }

    Meter meter() {
        return meter;
    }

    /** Ends it: politely, and after three seconds by force, with all that it has started. */
    @Override
    public void close() {
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        process.destroy();
        try {
            process.onExit().get(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
