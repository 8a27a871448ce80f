package io.tieline.app;

import io.tieline.app.command.Given;
import io.tieline.app.config.Decoding;
import io.tieline.app.config.UsageException;
import io.tieline.app.demo.Demo;
import io.tieline.app.terminal.OneLine;
import io.tieline.wire.McpException;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads the command line, does what it says, and tells how that ended. */
final class Program {

    static final int DONE = 0;
    static final int FAULT = 1;
    static final int CANNOT_START = 2;

    private static final String END_OF_OPTIONS = "--";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;

    /**
     * @param environment the variables that configurations and children may see
     */
    Program(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    /** Does what the arguments say, and gives the exit code. */
    int run(String... arguments) {
        try {
            return dispatch(List.of(arguments));
        } catch (UsageException e) {
            err.println("tieline: " + OneLine.of(Objects.requireNonNull(e.getMessage())));
            return CANNOT_START;
        }
    }

    private int dispatch(List<String> arguments) throws UsageException {
        for (int index = 0; index < arguments.size(); index++) {
            Decoding.require(arguments.get(index), "argument " + (index + 1));
        }
        int end = arguments.indexOf(END_OF_OPTIONS);
        var ours = end < 0 ? arguments : arguments.subList(0, end);
        var command = end < 0 ? List.<String>of() : arguments.subList(end + 1, arguments.size());
        var words = CommandLineWords.of(ours);
        if (words.version()) {
            out.println("tieline " + Version.text());
            return DONE;
        }
        if (words.help()) {
            Help.of(words.verb()).forEach(out::println);
            return DONE;
        }
        if (words.verb() == Subcommand.NONE && !command.isEmpty()) {
            throw UsageException.at("--", "write run before it: tieline run -- COMMAND ARG...");
        }
        if (words.verb() == Subcommand.NONE) {
            Help.of(Subcommand.NONE).forEach(err::println);
            return CANNOT_START;
        }
        if (end >= 0 && command.isEmpty()) {
            throw UsageException.at("--", "no command follows; write -- COMMAND ARG...");
        }
        return switch (words.verb()) {
            case RUN -> new Run(in, err, environment).run(RunLine.of(words, command));
            case DEMO -> demo(command);
            case RECORD -> recorded().record(given(words, command));
            case REPLAY -> recorded().replay(given(words, command));
            default -> new Commands(in, out, err, environment).run(words, command);
        };
    }

    private RecordedRun recorded() {
        return new RecordedRun(in, out, err, environment);
    }

    private static Given given(CommandLineWords words, List<String> command) {
        return new Given(words.options(), words.operands(), command);
    }

    private int demo(List<String> command) throws UsageException {
        if (!command.isEmpty()) {
            throw UsageException.at("demo", "takes no command; tieline run -- COMMAND does");
        }
        Logs.begin(err, LogThreshold.WARN);
        try {
            return new Demo(out, isTerminal(), environment).play() ? DONE : FAULT;
        } catch (IOException | McpException e) {
            err.println("tieline: the demo failed: " + OneLine.of(String.valueOf(e.getMessage())));
            return FAULT;
        }
    }

    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
}
