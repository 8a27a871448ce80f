package io.tieline.app;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line in one line, as all our complaints do. */
final class Complaints {

    private Complaints() {}

    static CannotStart of(ParameterException problem) {
        return switch (problem) {
            case UnmatchedArgumentException e -> unmatched(e);
            case MissingParameterException e when !e.getMissing().isEmpty() ->
                    lacksValue(e.getMissing().getFirst());
            default -> new CannotStart(Objects.requireNonNull(problem.getMessage()));
        };
    }

    private static CannotStart unmatched(UnmatchedArgumentException problem) {
        var written = problem.getUnmatched().getFirst();
        var command = problem.getCommandLine().getCommandSpec();
        if (written.startsWith("-")) {
            var name = written.contains("=") ? written.substring(0, written.indexOf('=')) : written;
            return new CannotStart(
                    "there is no option "
                            + name
                            + orHelp(Nearest.suggestion(name, options(command)), command));
        }
        if (!command.subcommands().isEmpty()) {
            var known = command.subcommands().keySet();
            return new CannotStart(
                    "there is no command "
                            + written
                            + orHelp(Nearest.suggestion(written, known), command));
        }
        return CannotStart.at(
                written,
                "is one word too many; a server to start goes after --: -- COMMAND ARG...");
    }

    private static String orHelp(String suggestion, CommandSpec command) {
        return suggestion.isEmpty()
                ? "; " + command.qualifiedName() + " --help shows what there is"
                : suggestion;
    }

    private static Set<String> options(CommandSpec command) {
        var names = new TreeSet<String>();
        command.options().forEach(option -> names.addAll(List.of(option.names())));
        return names;
    }

    private static CannotStart lacksValue(ArgSpec argument) {
        return CannotStart.at(
                name(argument),
                "lacks its value; write " + name(argument) + " " + argument.paramLabel());
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
