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
    private final Watched watched;
    private final @Nullable Path before;

    private Tieline(String name, List<String> options, Watched watched, @Nullable Path before) {
        this.name = name;
        this.options = options;
        this.watched = watched;
        this.before = before;
    }

    /** What operators are told of it. */
    private enum Watched {
        NOT("as it comes"),
        TELEMETRY("as it comes, with metrics and 1 % of traces for a collector"),
        AUDIT("as it comes, with an audit file");

        private final String what;

        Watched(String what) {
            this.what = what;
        }
    }

    static Tieline usual() {
        return new Tieline("tieline", List.of(), Watched.NOT, null);
    }

    static Tieline onIoUring() {
        return new Tieline("tieline-uring", List.of("--io=io_uring"), Watched.NOT, null);
    }

    /** Gives metrics, and one trace in a hundred, to a collector. */
    static Tieline withTelemetry() {
        return new Tieline("tieline-telemetry", List.of(), Watched.TELEMETRY, null);
    }

    /** Writes an audit file. */
    static Tieline withAudit() {
        return new Tieline("tieline-audit", List.of(), Watched.AUDIT, null);
    }

    /** An earlier one. */
    public static Subject before(Path project) {
        return new Tieline(BEFORE, List.of(), Watched.NOT, project.toAbsolutePath());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String what() {
        return "bin/tieline run"
                + (options.isEmpty() ? ", " + watched.what : " " + String.join(" ", options));
    }

    @Override
    public boolean isUsual() {
        return options.isEmpty() && watched == Watched.NOT;
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
        if (watched == Watched.AUDIT) {
            arguments.addAll(List.of("--audit", site.logs().resolve("audit.jsonl").toString()));
        }
        arguments.addAll(backend);
        return start(
                before == null ? site.project() : before,
                site.logs().resolve(name + ".log"),
                watched == Watched.TELEMETRY ? Collector.variables() : List.of(),
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
        var variables =
                javaOptions.isEmpty()
                        ? List.<String>of()
                        : List.of("TIELINE_JAVA_OPTIONS=" + javaOptions);
        return start(site.project(), site.logs().resolve("tieline.log"), variables, arguments);
    }

    private static Running start(
            Path project, Path log, List<String> variables, List<String> arguments)
            throws IOException, InterruptedException {
        int port = Site.freePort();
        var command = new ArrayList<String>();
        if (!variables.isEmpty()) {
            command.add("env");
            command.addAll(variables);
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
