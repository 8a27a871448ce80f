package io.tieline.bench.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tieline.bench.subject.JavaMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One process of the program, from its start to its end. */
final class Started implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("tieline: ready at (\\S+).*");
    private static final int PATIENCE_SECONDS = 20;

    private final Process process;
    private final long begun = System.nanoTime();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final BufferedReader out;

    /**
     * @param javaOptions further flags of its JVM
     */
    Started(List<String> command, String javaOptions) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().put("TIELINE_JAVA_OPTIONS", javaOptions);
        process = builder.start();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        // Read on for ever, so that it never waits for us.
        Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        try (var errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            errors.lines().forEach(said::add);
        } catch (IOException | RuntimeException e) {
            said.add(e.toString());
        } finally {
            said.add("");
        }
    }

    /** The address that it says it is ready at. */
    String ready() throws InterruptedException {
        var before = new ArrayList<String>();
        while (true) {
            var line = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null || line.isEmpty()) {
                throw new IllegalStateException("never ready: " + String.join("; ", before));
            }
            before.add(line);
            var ready = READY.matcher(line);
            if (ready.matches()) {
                return ready.group(1);
            }
        }
    }

    void say(String message) throws IOException {
        process.getOutputStream().write((message + "\n").getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    String hear() throws IOException {
        return String.valueOf(out.readLine());
    }

    /** Since it was started. */
    double millis() {
        return (System.nanoTime() - begun) / 1e6;
    }

    /** User and system time, of the launcher too, in whose place the JVM runs. */
    double cpuMillis() {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e6;
    }

    double megabytes() throws IOException {
        return new JavaMemory(process.pid()).resident() / 1024.0 / 1024.0;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
