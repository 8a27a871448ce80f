package io.tieline.app;

import io.tieline.app.config.LineOption;
import io.tieline.app.config.Suggestions;
import io.tieline.app.config.UsageException;

/** Says what is wrong with a word of the command line, and which one was probably meant. */
final class UsageErrors {

    private UsageErrors() {}

    /** There is no such option, or it is there and takes no value. */
    static UsageException ofOption(String word, Subcommand verb) {
        int equals = word.indexOf('=');
        var name = equals < 0 ? word : word.substring(0, equals);
        if (verb.options().contains(name)) {
            return UsageException.at(name, "takes no value; leave out " + word.substring(equals));
        }
        var suggestion = Suggestions.suggestion(name, verb.options());
        return new UsageException("there is no option " + name + orHelp(suggestion, verb));
    }

    /** There is no place for this word. */
    static UsageException ofWord(String word, Subcommand verb) {
        return verb == Subcommand.NONE
                ? new UsageException(
                        "there is no command "
                                + word
                                + orHelp(Suggestions.suggestion(word, Subcommand.words()), verb))
                : UsageException.at(
                        word,
                        "is one word too many; a server to start goes after --: -- COMMAND ARG...");
    }

    /** The option stands alone. */
    static UsageException lacksValue(LineOption setting) {
        var option = String.valueOf(setting.option());
        return UsageException.at(
                option, "lacks its value; write " + option + " " + setting.label());
    }

    private static String orHelp(String suggestion, Subcommand verb) {
        return suggestion.isEmpty()
                ? "; " + verb.line() + " --help shows what there is"
                : suggestion;
    }
}
