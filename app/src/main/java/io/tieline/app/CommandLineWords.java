package io.tieline.app;

import static java.util.Objects.requireNonNull;

import io.tieline.app.config.Setting;
import io.tieline.app.config.UsageException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command line before {@code --}, sorted by what they say. An option's value stands
 * behind {@code =} or is the next word.
 *
 * @param verb what to do
 * @param help whether to explain that instead
 * @param version whether to tell the version instead
 * @param options the values of each option that is given, as written; of a flag, one that is empty
 * @param file the word that is neither an option nor a value; null if there is none
 */
record CommandLineWords(
        Subcommand verb,
        boolean help,
        boolean version,
        Map<Setting, List<String>> options,
        @Nullable String file) {

    static final List<String> HELP = List.of("-h", "--help");
    static final List<String> VERSION = List.of("-V", "--version");

    /** Reads them; where help or the version is asked for, the others may be wrong. */
    static CommandLineWords of(List<String> words) throws UsageException {
        var verb = words.isEmpty() ? Subcommand.NONE : Subcommand.of(words.getFirst());
        var rest = verb == Subcommand.NONE ? words : words.subList(1, words.size());
        boolean version = verb == Subcommand.NONE && rest.stream().anyMatch(VERSION::contains);
        boolean help = rest.stream().anyMatch(HELP::contains);
        if (version || help) {
            return new CommandLineWords(verb, help, version, Map.of(), null);
        }
        if (verb == Subcommand.RUN) {
            Slips.ofRun(rest);
        } else if (verb == Subcommand.NONE && !rest.isEmpty()) {
            Slips.ofStart(rest.getFirst());
        }
        return read(verb, rest);
    }

    private static CommandLineWords read(Subcommand verb, List<String> words)
            throws UsageException {
        var line = parsed(verb, words);
        var options = new EnumMap<Setting, List<String>>(Setting.class);
        for (var option : line.getOptions()) {
            var value = option.hasArg() ? option.getValue() : "";
            options.computeIfAbsent(setting(option), _ -> new ArrayList<>()).add(value);
        }
        var others = line.getArgList();
        int taken = verb == Subcommand.RUN ? 1 : 0;
        if (others.size() > taken) {
            throw UsageErrors.ofWord(others.get(taken), verb);
        }
        return new CommandLineWords(
                verb, false, false, options, others.isEmpty() ? null : others.getFirst());
    }

    private static Setting setting(Option option) {
        var setting = Setting.ofOption("--" + option.getLongOpt());
        return requireNonNull(setting, "help and version have been looked for before");
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
            throw UsageErrors.lacksValue(setting(e.getOption()));
        } catch (ParseException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
