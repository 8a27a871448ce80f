package io.tieline.bench.scale;

import io.tieline.bench.Loops;
import io.tieline.bench.load.Load;
import io.tieline.bench.report.CurvePicture;
import io.tieline.bench.report.CurveTable;
import io.tieline.bench.report.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code bench/run scale}. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100,
        description = "How the cost of Tieline grows with the work, as curves.")
public final class ScaleCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--quick", description = "Fewer points, shorter times.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CURVE",
            description =
                    "Only these: connections, sessions, idle-sessions, idle-streams, tools, servers,"
                            + " children.")
    private List<String> only = List.of();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Writes all points there, as JSON.")
    private @Nullable Path json;

    @Option(names = "--picture", paramLabel = "FILE", description = "Draws them there, as SVG.")
    private @Nullable Path picture;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Writes the tables there, as they are printed.")
    private @Nullable Path markdown;

    /** Run by the command line. */
    public ScaleCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        var growths = chosen();
        var where = "On " + Machine.here() + ".\n";
        System.out.println(where);
        var project = Path.of(Objects.requireNonNull(System.getProperty("tieline.project")));
        var setting =
                new Setting(
                        project,
                        project.resolve("bench/target/logs"),
                        Loops.open(1),
                        quick,
                        what -> System.err.println("bench: " + what));
        var curves = new ArrayList<Curve>();
        int failed = 0;
        for (var growth : growths) {
            try {
                var curve = growth.measure(setting);
                System.out.println(CurveTable.of(curve));
                curves.add(curve);
            } catch (Load.UnusableException wrong) {
                System.out.println("### " + growth.name() + "\n\nFAILED: " + wrong.getMessage());
                failed = 1;
            }
        }
        write(where, curves);
        return failed;
    }

    private List<Growth> chosen() {
        var names = Growth.all().stream().map(Growth::name).toList();
        for (var name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "no curve is named " + name + "; there are " + names);
            }
        }
        return Growth.all().stream()
                .filter(growth -> only.isEmpty() || only.contains(growth.name()))
                .toList();
    }

    private void write(String where, List<Curve> curves) throws IOException {
        if (json != null) {
            var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
            Files.write(json, mapper.writeValueAsBytes(curves));
        }
        if (picture != null) {
            Files.writeString(picture, CurvePicture.of(curves));
        }
        if (markdown != null) {
            Files.writeString(
                    markdown,
                    where + "\n" + String.join("\n", curves.stream().map(CurveTable::of).toList()));
        }
    }
}
