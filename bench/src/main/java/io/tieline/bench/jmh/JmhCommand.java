package io.tieline.bench.jmh;

import io.tieline.bench.report.Machine;
import io.tieline.bench.report.MeasuredTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code bench/run jmh}. */
@Command(
        name = "jmh",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100,
        description = "What the smallest parts cost: time and allocation of one operation.")
public final class JmhCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "REGEX",
            description = "Only operations with this in their name, such as Parse or Strand.")
    private String regex = "";

    @Option(names = "--quick", description = "Shorter, so less certain.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all there, as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Writes the table there, as it is printed.")
    private @Nullable Path markdown;

    /** Run by the command line. */
    public JmhCommand() {}

    @Override
    public Integer call() throws IOException, RunnerException {
        var names = matching(Pattern.compile(regex));
        if (names.isEmpty()) {
            System.err.println("bench: no operation has " + regex + " in its name");
            return 2;
        }
        var project = Path.of(Objects.requireNonNull(System.getProperty("tieline.project")));
        var log = project.resolve("bench/target/logs/jmh.log");
        Files.createDirectories(log.getParent());
        var where = "On " + Machine.here() + ".\n\n";
        var all = new ArrayList<Measured>();
        for (var name : names) {
            System.err.println("bench: " + name);
            new Runner(options(name, log)).run().stream().map(Measured::of).forEach(all::add);
        }
        write(where, all);
        return 0;
    }

    /** All that the processor has found when this was compiled. */
    static List<String> matching(Pattern wanted) {
        var silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        return BenchmarkList.defaultList().getAll(silent, List.of()).stream()
                .map(BenchmarkListEntry::getUsername)
                .filter(name -> wanted.matcher(name).find())
                .distinct()
                .sorted()
                .toList();
    }

    private Options options(String name, Path log) {
        return new OptionsBuilder()
                .include("^" + Pattern.quote(name) + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(quick ? 1 : 2)
                .warmupIterations(quick ? 2 : 4)
                .warmupTime(TimeValue.milliseconds(quick ? 250 : 500))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(TimeValue.milliseconds(quick ? 200 : 500))
                .jvmArgs(
                        "-XX:+UseCompactObjectHeaders",
                        "-Xmx512m",
                        "--sun-misc-unsafe-memory-access=allow")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .output(log.toString())
                .build();
    }

    private void write(String where, List<Measured> all) throws IOException {
        var table = where + MeasuredTable.of(all);
        System.out.println(table);
        if (json != null) {
            var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
            Files.write(json, mapper.writeValueAsBytes(all));
        }
        if (markdown != null) {
            Files.writeString(markdown, table);
        }
    }
}
