package io.tieline.bench;

import io.tieline.bench.compare.Comparison;
import io.tieline.bench.compare.Plan;
import io.tieline.bench.compare.Results;
import io.tieline.bench.compare.Row.State;
import io.tieline.bench.compare.Workload;
import io.tieline.bench.jmh.JmhCommand;
import io.tieline.bench.report.JsonReport;
import io.tieline.bench.report.Machine;
import io.tieline.bench.report.Markdown;
import io.tieline.bench.report.Page;
import io.tieline.bench.report.Picture;
import io.tieline.bench.report.Report;
import io.tieline.bench.report.ResultsTable;
import io.tieline.bench.scale.ScaleCommand;
import io.tieline.bench.start.StartCommand;
import io.tieline.bench.subject.Peers;
import io.tieline.bench.subject.Subject;
import io.tieline.bench.subject.Tieline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The benchmark as a program. What it compares by itself; what else it measures, by subcommands.
 */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100,
        description = "Measures Tieline beside other proxies, in turns, in one run.",
        subcommands = {ScaleCommand.class, JmhCommand.class, StartCommand.class},
        footerHeading = "%n",
        footer = {
            "Every reply is checked: its id, its text, the call that a question or a report belongs to."
                    + " Exit code 1: Tieline failed a check. 2: it cannot run as told.",
        })
public final class Main implements Callable<Integer> {

    private static final List<String> QUICK_SUBJECTS = List.of("nginx", "tieline");
    private static final List<String> QUICK_WORKLOADS =
            List.of("plain-200", "plain-100k", "stream-5", "ask", "stateless-200");

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--quick",
            description =
                    "Under two minutes: fewer workloads, without other people's proxies, short rounds.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "WORKLOAD",
            description = "Only these; --list names them.")
    private List<String> only = List.of();

    @Option(
            names = "--subjects",
            split = ",",
            paramLabel = "NAME",
            description = "Only these; --list names them, and which are left out otherwise.")
    private List<String> names = List.of();

    @Option(
            names = "--before",
            paramLabel = "DIRECTORY",
            description =
                    "Measures the Tieline of this source tree too, and what the one of here costs"
                            + " beside it.")
    private @Nullable Path before;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each is measured (default 5; 3 if quick).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long each time (default 5; 1 if quick).")
    private int seconds;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Writes every sample of every round there, as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "Draws the main figures there, as SVG.")
    private @Nullable Path picture;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description =
                    "Puts all that is printed into this page, between its two comments, and a picture"
                            + " beside it, as into docs/performance.md.")
    private @Nullable Path page;

    @Option(names = "--list", description = "Names the subjects and the workloads, and ends.")
    private boolean list;

    private Main() {}

    /** Runs and exits. */
    public static void main(String[] arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(Main::endAllPrograms));
        var line = new CommandLine(new Main());
        line.setParameterExceptionHandler((wrong, _) -> {
            System.err.println("bench: " + wrong.getMessage() + " (see bench/run --help)");
            return 2;
        });
        line.setExecutionExceptionHandler((wrong, _, _) -> {
            System.err.println("bench: " + wrong);
            return 2;
        });
        System.exit(line.execute(arguments));
    }

    /** However this ends, nothing that it started goes on. */
    private static void endAllPrograms() {
        ProcessHandle.current().descendants().toList().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var workloads = chosen(Workload.all(), Workload::name, "workload", only, usualWorkloads());
        var subjects = subjects();
        if (list) {
            list();
            return 0;
        }
        var report = compare(workloads, subjects);
        System.out.println(Markdown.conclusions(report));
        if (json != null) {
            JsonReport.write(json, report);
        }
        if (picture != null) {
            Files.writeString(picture, Picture.of(report));
        }
        if (page != null) {
            Page.write(page, report);
        }
        return report.results().stream().anyMatch(Main::tielineFailed) ? 1 : 0;
    }

    private List<Subject> subjects() {
        var subjects = chosen(Subject.all(), Subject::name, "subject", names, usualSubjects());
        if (before == null) {
            return subjects;
        }
        if (!Files.isExecutable(before.resolve("bin/tieline"))) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--before wants a source tree of Tieline; there is no bin/tieline in "
                            + before);
        }
        return Stream.concat(subjects.stream(), Stream.of(Tieline.before(before))).toList();
    }

    private Report compare(List<Workload> workloads, List<Subject> subjects)
            throws IOException, InterruptedException {
        var machine = Machine.here();
        var project = Path.of(Objects.requireNonNull(System.getProperty("tieline.project")));
        var absent = new ArrayList<String>();
        var present = present(project, subjects, absent);
        var command = "bench/run " + String.join(" ", given());
        var begun = new Report(machine, Instant.now(), command.strip(), absent, List.of());
        System.out.println(Markdown.head(begun));
        var logs = project.resolve("bench/target/logs");
        var comparison =
                new Comparison(project, logs, present, plan(), Loops.open(1), Main::progress);
        var all = new ArrayList<Results>();
        for (var workload : workloads) {
            var results = comparison.run(workload);
            System.out.println(ResultsTable.of(results));
            all.add(results);
        }
        return new Report(machine, begun.when(), command.strip(), absent, all);
    }

    private List<String> given() {
        return Objects.requireNonNull(spec).commandLine().getParseResult().originalArgs();
    }

    private Plan plan() {
        return new Plan(
                rounds > 0 ? rounds : quick ? 3 : 5,
                Duration.ofSeconds(seconds > 0 ? seconds : quick ? 1 : 5),
                quick ? 2 : 3,
                Duration.ofSeconds(quick ? 8 : 20),
                Duration.ofSeconds(quick ? 20 : 60));
    }

    private List<String> usualWorkloads() {
        return quick ? QUICK_WORKLOADS : Workload.all().stream().map(Workload::name).toList();
    }

    private List<String> usualSubjects() {
        return quick
                ? QUICK_SUBJECTS
                : Subject.all().stream().filter(Subject::isUsual).map(Subject::name).toList();
    }

    private <T> List<T> chosen(
            List<T> all,
            Function<T, String> name,
            String kind,
            List<String> wanted,
            List<String> usual) {
        var known = all.stream().map(name).toList();
        for (var one : wanted) {
            if (!known.contains(one)) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "no " + kind + " is named " + one + "; there are " + known);
            }
        }
        var those = wanted.isEmpty() ? usual : wanted;
        return all.stream().filter(it -> those.contains(name.apply(it))).toList();
    }

    private static List<Subject> present(Path project, List<Subject> subjects, List<String> absent)
            throws InterruptedException {
        var present = new ArrayList<Subject>();
        for (var subject : subjects) {
            var missing = Peers.install(project, subject);
            if (missing == null) {
                present.add(subject);
            } else {
                absent.add(subject.name() + " is not installed: " + missing);
            }
        }
        return present;
    }

    private static void list() {
        System.out.println("subjects:");
        for (var it : Subject.all()) {
            var left = it.isUsual() ? "" : " (only if named)";
            System.out.printf("  %-20s %s%s%n", it.name(), it.what(), left);
        }
        System.out.println("workloads:");
        Workload.all().forEach(it -> System.out.printf("  %-20s %s%n", it.name(), it.title()));
    }

    private static boolean tielineFailed(Results results) {
        return results.rows().stream()
                .filter(row -> row.state() == State.FAILED)
                .anyMatch(row -> row.subject().startsWith("tieline"));
    }

    private static void progress(String what) {
        System.err.println("bench: " + what);
    }
}
