package io.tieline.bench.subject;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tieline, as its launcher starts it, with one session for each client. */
public final class Tieline implements Subject {

    @Override
    public String name() {
        return "tieline";
    }

    @Override
    public String what() {
        return "bin/tieline run, as it comes";
    }

    @Override
    public @Nullable String cannot(Route route) {
        return null;
    }

    @Override
    public Running start(Site site, Route route) throws IOException, InterruptedException {
        var backend =
                route.stdio()
                        ? Stream.concat(Stream.of("--"), Backend.command().stream()).toList()
                        : List.of("--backend", site.backend().uri().toString());
        return start(site, "", route.backendStateless() ? "2026-07-28" : "2025-11-25", backend);
    }

    /**
     * Starts it before a backend in the handshake era.
     *
     * @param javaOptions separated by spaces, behind those of the launcher
     * @param backend the last arguments, as they stand on its command line
     */
    public static Running start(Site site, String javaOptions, List<String> backend)
            throws IOException, InterruptedException {
        return start(site, javaOptions, "2025-11-25", backend);
    }

    private static Running start(
            Site site, String javaOptions, String revision, List<String> backend)
            throws IOException, InterruptedException {
        int port = Site.freePort();
        var command = new ArrayList<String>();
        if (!javaOptions.isEmpty()) {
            command.addAll(List.of("env", "TIELINE_JAVA_OPTIONS=" + javaOptions));
        }
        command.addAll(
                List.of(
                        site.project().resolve("bin/tieline").toString(),
                        "run",
                        "--listen",
                        "127.0.0.1:" + port,
                        "--backend-revision",
                        revision));
        command.addAll(backend);
        var program = Program.start(site.logs().resolve("tieline.log"), port, command);
        return new Running(URI.create("http://127.0.0.1:" + port + "/mcp"), program);
    }
}
