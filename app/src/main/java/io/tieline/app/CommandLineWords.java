package io.tieline.app;

import static java.util.Objects.requireNonNull;

import io.tieline.app.config.LineOption;
import io.tieline.app.config.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/**
 * The words of a command line before {@code --}, sorted by what they say. An option's value stands
 * behind {@code =} or is the next word.
 *
 * @param verb what to do
 * @param help whether to explain that instead
 * @param version whether to tell the version instead
 * @param options the values of each option that is given, as written; of a flag, one that is empty
 * @param operands the words that are neither options nor values
 */
record CommandLineWords(
        Subcommand verb,
        boolean help,
        boolean version,
        Map<LineOption, List<String>> options,
        List<String> operands) {

    static final List<String> HELP = List.of("-h", "--help");
    static final List<String> VERSION = List.of("-V", "--version");

    /** Reads them; where help or the version is asked for, the others may be wrong. */
    static CommandLineWords of(List<String> words) throws UsageException {
        var verb = words.isEmpty() ? Subcommand.NONE : Subcommand.of(words.getFirst());
        var rest = verb == Subcommand.NONE ? words : words.subList(1, words.size());
        boolean version = verb == Subcommand.NONE && rest.stream().anyMatch(VERSION::contains);
        boolean help = rest.stream().anyMatch(HELP::contains);
        if (version || help) {
            return new CommandLineWords(verb, help, version, Map.of(), List.of());
        }
        if (verb == Subcommand.RUN) {
            Slips.ofRun(rest);
        } else if (verb.hasTarget()) {
            Slips.ofTarget(verb, rest);
        } else if (verb == Subcommand.NONE && !rest.isEmpty()) {
            Slips.ofStart(rest.getFirst());
        }
        return read(verb, rest);
    }

    private static CommandLineWords read(Subcommand verb, List<String> words)
            throws UsageException {
        var line = parsed(verb, words);
        var options = new LinkedHashMap<LineOption, List<String>>();
        for (var option : line.getOptions()) {
            var value = option.hasArg() ? option.getValue() : "";
            options.computeIfAbsent(meant(option, verb), _ -> new ArrayList<>()).add(value);
        }
        var others = line.getArgList();
        for (int index = 0; index < others.size(); index++) {
            var word = others.get(index);
            boolean isOneMoreFile = index > 0 && Slips.isConfiguration(word);
            if (!verb.takesOperands() || (verb == Subcommand.RUN && index > 0 && !isOneMoreFile)) {
                throw UsageErrors.ofWord(word, verb);
            }
        }
        return new CommandLineWords(verb, false, false, options, List.copyOf(others));
    }

    private static LineOption meant(Option option, Subcommand verb) {
        return requireNonNull(
                verb.option("--" + option.getLongOpt()),
                "help and version have been looked for before");
    }

    private static CommandLine parsed(Subcommand verb, List<String> words) throws UsageException {
        var parser =
                DefaultParser.builder()
                        .setAllowPartialMatching(false)
                        .setStripLeadingAndTrailingQuotes(false)
                        .get();
        try {
            return parser.parse(verb.syntax(), words.toArray(String[]::new));
        } catch (UnrecognizedOptionException e) {
            throw UsageErrors.ofOption(e.getOption(), verb);
        } catch (MissingArgumentException e) {
            throw UsageErrors.lacksValue(meant(e.getOption(), verb));
        } catch (ParseException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
