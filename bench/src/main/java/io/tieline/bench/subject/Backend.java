package io.tieline.bench.subject;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The backend that serves all subjects over HTTP, and the command by which it serves one over
 * stdio.
 */
public final class Backend implements AutoCloseable {

    /** By this word in its command line a process is known to be the backend. */
    static final String MARK = "io.tieline.bench.backend.BackendMain";

    private final Process process;
    private final int port;

    private Backend(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it on a free port. */
    public static Backend start() throws IOException {
        return start(3);
    }

    /** Starts it on a free port, with this many tools. */
    public static Backend start(int tools) throws IOException {
        var flags =
                List.of(
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+UseParallelGC",
                        "--enable-native-access=ALL-UNNAMED");
        var process =
                new ProcessBuilder(OwnProgram.command(flags, MARK, "http", Integer.toString(tools)))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var lines = new BufferedReader(process.inputReader(StandardCharsets.US_ASCII));
        var line = lines.readLine();
        if (line == null) {
            throw new IOException("The backend did not start");
        }
        return new Backend(process, Integer.parseInt(line));
    }

    /** Where it serves over HTTP. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port + "/mcp");
    }

    /** How many connections to it are open. */
    public int connections() throws IOException {
        return Descriptors.sockets(process.pid()) - 1;
    }

    /** What starts one that serves over stdio: in little time, with little memory. */
    static List<String> command() {
        var flags =
                List.of(
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m");
        return OwnProgram.command(flags, MARK, "stdio");
    }

    /** What starts one that only echoes, over stdio, and costs as little as a process can. */
    public static List<String> cheapestCommand(Path project) {
        return List.of("--", "/bin/sh", project.resolve("bench/child").toString(), MARK);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
