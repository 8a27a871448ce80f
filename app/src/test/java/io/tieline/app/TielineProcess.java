package io.tieline.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The program as a process of its own, on the class path of the tests. */
final class TielineProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("tieline: ready at (http\\S+)/mcp[, ].*");

    private final Process process;
    private final BlockingQueue<String> errors = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private final Thread reader;

    private TielineProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().start(this::readErrors);
    }

    static TielineProcess start(String... arguments) {
        return start(Map.of(), arguments);
    }

    static TielineProcess start(Map<String, String> environment, String... arguments) {
        try {
            var builder = new ProcessBuilder(command(Main.class, arguments));
            builder.environment().putAll(environment);
            return start(builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever runs the program in the end. */
    static TielineProcess start(ProcessBuilder builder) throws IOException {
        return new TielineProcess(builder.start());
    }

    /** The command line that runs a class of this class path. */
    static List<String> command(Class<?> main, String... arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                System.getProperty("java.home") + "/bin/java",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Sends SIGTERM; {@link Process#destroy} would also close the pipes on which we listen. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Sends a signal by its name. */
    void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException("cannot send SIG" + name);
        }
    }

    /** Waits until clients can connect; the address without its path. */
    String ready() {
        var line = awaitError(READY.asMatchPredicate());
        var matcher = READY.matcher(line);
        return matcher.matches() ? matcher.group(1) : line;
    }

    /** Waits for a line on stderr. */
    String awaitError(Predicate<String> wanted) {
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < end) {
                var line = errors.poll(100, TimeUnit.MILLISECONDS);
                if (line != null) {
                    seen.add(line);
                    if (wanted.test(line)) {
                        return line;
                    }
                } else if (!reader.isAlive() && errors.isEmpty()) {
                    break;
                }
            }
            throw new AssertionError("not said on stderr: " + seen);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether it has not ended. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end; the exit code. */
    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + errors());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** All of stderr, once the process has ended. */
    List<String> errors() {
        try {
            reader.join(PATIENCE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        errors.drainTo(seen);
        return List.copyOf(seen);
    }

    /** Writes to the process's stdin. */
    void write(String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Writes to the process's stdin and closes it. */
    void type(String text) {
        try (var input = process.getOutputStream()) {
            input.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is left of stdout, to its end. */
    String output() {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readErrors() {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                errors.add(line);
            }
        } catch (IOException e) {
            errors.add(e.toString());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
