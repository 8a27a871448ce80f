package io.tieline.bench.subject;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tieline, as its launcher starts it, with one session for each client. */
public final class Tieline implements Subject {

    /** The name of what {@link #before} gives. */
    public static final String BEFORE = "tieline-before";

    private final String name;
    private final List<String> options;
    private final @Nullable Path before;

    private Tieline(String name, List<String> options, @Nullable Path before) {
        this.name = name;
        this.options = options;
        this.before = before;
    }

    static Tieline usual() {
        return new Tieline("tieline", List.of(), null);
    }

    static Tieline onIoUring() {
        return new Tieline("tieline-uring", List.of("--io=io_uring"), null);
    }

    /** An earlier one. */
    public static Subject before(Path project) {
        return new Tieline(BEFORE, List.of(), project.toAbsolutePath());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String what() {
        return "bin/tieline run"
                + (options.isEmpty() ? ", as it comes" : " " + String.join(" ", options));
    }

    @Override
    public boolean isUsual() {
        return options.isEmpty();
    }

    @Override
    public @Nullable String cannot(Route route) {
        return options.isEmpty() ? null : Ring.obstacle();
    }

    @Override
    public Running start(Site site, Route route) throws IOException, InterruptedException {
        var backend =
                route.stdio()
                        ? Stream.concat(Stream.of("--"), Backend.command().stream()).toList()
                        : List.of("--backend", site.backend().uri().toString());
        var arguments = new ArrayList<>(options);
        arguments.addAll(
                List.of(
                        "--backend-revision",
                        route.backendStateless() ? "2026-07-28" : "2025-11-25"));
        arguments.addAll(backend);
        return start(
                before == null ? site.project() : before,
                site.logs().resolve(name + ".log"),
                "",
                arguments);
    }

    /**
     * Starts it before a backend in the handshake era.
     *
     * @param javaOptions separated by spaces, behind those of the launcher
     * @param backend the last arguments, as they stand on its command line
     */
    public static Running start(Site site, String javaOptions, List<String> backend)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("--backend-revision", "2025-11-25"));
        arguments.addAll(backend);
        return start(site.project(), site.logs().resolve("tieline.log"), javaOptions, arguments);
    }

    private static Running start(Path project, Path log, String javaOptions, List<String> arguments)
            throws IOException, InterruptedException {
        int port = Site.freePort();
        var command = new ArrayList<String>();
        if (!javaOptions.isEmpty()) {
            command.addAll(List.of("env", "TIELINE_JAVA_OPTIONS=" + javaOptions));
        }
        command.addAll(
                List.of(
                        project.resolve("bin/tieline").toString(),
                        "run",
                        "--listen",
                        "127.0.0.1:" + port));
        command.addAll(arguments);
        var program = Program.start(log, port, command);
        return new Running(URI.create("http://127.0.0.1:" + port + "/mcp"), program);
    }
}
