package io.tieline.app;

import io.tieline.app.command.CommandOption;
import io.tieline.app.command.ExitCode;
import io.tieline.app.command.Given;
import io.tieline.app.command.Target;
import io.tieline.app.command.UnreachableException;
import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.GivenFile;
import io.tieline.app.config.Quantities;
import io.tieline.app.config.Setting;
import io.tieline.app.config.UsageException;
import io.tieline.app.record.Differences;
import io.tieline.app.record.Masks;
import io.tieline.app.record.Recording;
import io.tieline.app.record.RecordingFile;
import io.tieline.app.record.Replay;
import io.tieline.app.record.ReplayBackend;
import io.tieline.app.record.ReplayPace;
import io.tieline.app.terminal.Attended;
import io.tieline.app.terminal.OneLine;
import io.tieline.app.terminal.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code tieline record} and {@code tieline replay}. */
final class RecordedRun {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;

    RecordedRun(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    private Screen screen() {
        return new Screen(out, err, Attended.NOBODY, 0, environment);
    }

    /** Serves until asked to end, and writes down what is said. */
    int record(Given given) throws UsageException {
        var name = file(given);
        var file = GivenFile.path(name);
        var target = behindFile(given);
        var patterns = patterns(given);
        var line = new TargetServers(screen(), environment).line(Target.of(target), target);
        var begun = new AtomicReference<RecordingFile>();
        int code =
                new Run(in, err, environment)
                        .run(
                                line,
                                plan -> {
                                    var server = only(plan);
                                    var recording = begin(file, name, server, patterns);
                                    begun.set(recording);
                                    return inItsPlace(
                                            plan,
                                            new BackendPlan.Watched(
                                                    server.backend(), recording::over));
                                });
        var recording = begun.get();
        if (recording != null) {
            recording.close();
        }
        return recording == null || recording.isWhole() ? code : ExitCode.FAILED.number();
    }

    private static Plan inItsPlace(Plan plan, BackendPlan backend) throws UsageException {
        return plan.withServers(List.of(only(plan).withBackend(backend)));
    }

    private static ServerPlan only(Plan plan) throws UsageException {
        if (plan.servers().size() != 1) {
            throw UsageException.at(
                    "TARGET", "has several servers, and a recording is of one; name it (--server)");
        }
        return plan.servers().getFirst();
    }

    private static RecordingFile begin(
            Path file, ConfigValue name, ServerPlan server, List<Pattern> patterns)
            throws UsageException {
        var masks = new Masks(patterns, secrets(server.backend()));
        try {
            return RecordingFile.begin(file, server.name(), Clock.systemUTC(), masks);
        } catch (FileAlreadyExistsException there) {
            throw name.wrong(file + " is there already; name another file, or remove it");
        } catch (IOException e) {
            throw name.wrong(file + " cannot be written: " + e.getMessage());
        }
    }

    /** The values that were configured for the server alone, and may be secret. */
    private static List<String> secrets(BackendPlan backend) {
        var secrets = new ArrayList<String>();
        switch (backend) {
            case BackendPlan.Command command ->
                    secrets.addAll(command.command().environment().values());
            case BackendPlan.Url url ->
                    url.settings()
                            .headers()
                            .values()
                            .forEach(value -> {
                                secrets.add(value);
                                secrets.addAll(List.of(value.split(" ", -1)));
                            });
            case BackendPlan.Watched _, BackendPlan.Within _ -> {}
        }
        return secrets;
    }

    private static List<Pattern> patterns(Given given) throws UsageException {
        var patterns = new ArrayList<Pattern>();
        for (var pattern : given.all(CommandOption.MASK)) {
            try {
                patterns.add(Pattern.compile(pattern));
            } catch (PatternSyntaxException e) {
                throw UsageException.at(
                        "--mask", "\"" + pattern + "\" is no pattern: " + e.getDescription());
            }
        }
        return patterns;
    }

    /** Is the server of a recording, or with a TARGET its client. */
    int replay(Given given) throws UsageException {
        var name = file(given);
        Recording recording;
        try {
            recording = Recording.read(GivenFile.readable(name));
        } catch (IOException e) {
            throw name.wrong("cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw name.wrong(String.valueOf(e.getMessage()));
        }
        var target = behindFile(given);
        var findings = new Differences(line -> screen().say(OneLine.of(line)));
        var pace = pace(given);
        if (target.operands().isEmpty() && target.command().isEmpty()) {
            return end(findings, serve(recording, pace, findings, target));
        }
        return play(new Replay(recording, pace, patience(given), findings), target, findings);
    }

    private int serve(Recording recording, ReplayPace pace, Differences findings, Given given)
            throws UsageException {
        var opened = new AtomicReference<ReplayBackend>();
        var server =
                new BackendPlan.Within(
                        recording.server(),
                        world -> {
                            var replay = new ReplayBackend(recording, pace, findings, world);
                            opened.set(replay);
                            return replay;
                        });
        var command = ConfigValue.of(recording.server(), "FILE"); // never started
        var choices = RunLine.choices(given.options(), List.of()).with(Setting.COMMAND, command);
        int code =
                new Run(in, err, environment)
                        .run(new RunLine(List.of(), choices), plan -> inItsPlace(plan, server));
        var ended = opened.get();
        if (ended != null) {
            ended.end();
        }
        return code;
    }

    private int play(Replay replay, Given target, Differences findings) throws UsageException {
        Logs.begin(err, LogThreshold.ERROR);
        var screen = screen();
        try (var servers = new TargetServers(screen, environment).open(Target.of(target), target)) {
            if (servers.names().size() != 1) {
                throw UsageException.at(
                        "TARGET",
                        "has several servers, and a recording is of one; name it (--server)");
            }
            replay.against(servers.backend(servers.names().getFirst()));
            return end(findings, ExitCode.DONE.number());
        } catch (UnreachableException away) {
            screen.remark(OneLine.of(String.valueOf(away.getMessage())));
            return ExitCode.UNREACHABLE.number();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED.number();
        }
    }

    private int end(Differences findings, int code) {
        int count = findings.count();
        screen().remark(
                        count == 0
                                ? "no difference to the recording"
                                : count
                                        + (count == 1 ? " difference" : " differences")
                                        + " to the recording");
        return count == 0 ? code : ExitCode.FAILED.number();
    }

    private static ReplayPace pace(Given given) throws UsageException {
        var speed = given.one(CommandOption.SPEED);
        if (speed == null) {
            return ReplayPace.AT_ONCE;
        }
        try {
            double number = Double.parseDouble(speed.value());
            if (number > 0 && Double.isFinite(number)) {
                return new ReplayPace(number);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw speed.wrong("\"" + speed.value() + "\" is no speed; write a number above 0, like 1");
    }

    private static Duration patience(Given given) throws UsageException {
        var patience = given.one(CommandOption.PATIENCE);
        return patience == null ? PATIENCE : Quantities.duration(patience);
    }

    private static ConfigValue file(Given given) throws UsageException {
        if (given.operands().isEmpty()) {
            throw new UsageException("the FILE is missing; write it before the TARGET");
        }
        return ConfigValue.of(given.operands().getFirst(), given.operands().getFirst());
    }

    private static Given behindFile(Given given) {
        return new Given(
                given.options(),
                given.operands().subList(1, given.operands().size()),
                given.command());
    }
}
