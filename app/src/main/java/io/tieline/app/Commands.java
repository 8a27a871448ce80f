package io.tieline.app;

import io.tieline.app.command.CallCommand;
import io.tieline.app.command.CommandOption;
import io.tieline.app.command.CompleteCommand;
import io.tieline.app.command.ExitCode;
import io.tieline.app.command.Given;
import io.tieline.app.command.InstallCommand;
import io.tieline.app.command.ListCommand;
import io.tieline.app.command.PromptCommand;
import io.tieline.app.command.PsCommand;
import io.tieline.app.command.ReadCommand;
import io.tieline.app.command.Surroundings;
import io.tieline.app.command.TapCommand;
import io.tieline.app.command.TokenCommand;
import io.tieline.app.command.WatchCommand;
import io.tieline.app.config.UsageException;
import io.tieline.app.doctor.DoctorCommand;
import io.tieline.app.terminal.Attended;
import io.tieline.app.terminal.Screen;
import io.tieline.app.terminal.TypedLines;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs the commands that use servers in the place of a client. */
final class Commands {

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;

    Commands(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    /** Does what the words say; the exit code. */
    int run(CommandLineWords words, List<String> command) throws UsageException {
        var given = new Given(words.options(), words.operands(), command);
        var level = given.one(CommandOption.LOG_LEVEL);
        Logs.begin(err, level == null ? LogThreshold.ERROR : level.oneOf(LogThreshold.values()));
        return run(words.verb(), given).number();
    }

    private ExitCode run(Subcommand verb, Given given) throws UsageException {
        var here = surroundings();
        return switch (verb) {
            case LIST -> new ListCommand(here).run(given);
            case CALL -> new CallCommand(here).run(given);
            case READ -> new ReadCommand(here).run(given);
            case PROMPT -> new PromptCommand(here).run(given);
            case COMPLETE -> new CompleteCommand(here).run(given);
            case WATCH -> new WatchCommand(here).run(given);
            case DOCTOR -> new DoctorCommand(here).run(given);
            case INSTALL -> new InstallCommand(here, Path.of("")).run(given);
            case PS -> new PsCommand(here.screen()).run(given);
            case TAP -> new TapCommand(here.screen()).run(given);
            case TOKEN -> new TokenCommand(here.screen()).run(given);
            case COMPLETION -> {
                out.print(CompletionScript.of(given.operands()));
                yield ExitCode.DONE;
            }
            case NONE, RUN, DEMO, RECORD, REPLAY -> throw new IllegalArgumentException(verb.line());
        };
    }

    private Surroundings surroundings() {
        var attended = attended();
        var screen =
                new Screen(out, err, attended, Screen.width(attended, environment), environment);
        return new Surroundings(
                screen,
                new TypedLines(in, out.charset()),
                in,
                environment,
                new TargetServers(screen, environment)::open,
                new ProgramInterruptions()::next);
    }

    /** Streams that are not the process's own are nobody's. */
    private Attended attended() {
        return in.equals(System.in) ? Attended.ofProcess() : Attended.NOBODY;
    }
}
