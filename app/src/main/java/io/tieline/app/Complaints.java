package io.tieline.app;

/** Says what is wrong with a word of the command line, and which one was probably meant. */
final class Complaints {

    private Complaints() {}

    /** There is no such option, or it is there and takes no value. */
    static CannotStart ofOption(String word, Verb verb) {
        int equals = word.indexOf('=');
        var name = equals < 0 ? word : word.substring(0, equals);
        if (verb.options().contains(name)) {
            return CannotStart.at(name, "takes no value; leave out " + word.substring(equals));
        }
        var suggestion = Nearest.suggestion(name, verb.options());
        return new CannotStart("there is no option " + name + orHelp(suggestion, verb));
    }

    /** There is no place for this word. */
    static CannotStart ofWord(String word, Verb verb) {
        return verb == Verb.NONE
                ? new CannotStart(
                        "there is no command "
                                + word
                                + orHelp(Nearest.suggestion(word, Verb.words()), verb))
                : CannotStart.at(
                        word,
                        "is one word too many; a server to start goes after --: -- COMMAND ARG...");
    }

    /** The option stands alone. */
    static CannotStart lacksValue(Setting setting) {
        var option = String.valueOf(setting.option());
        return CannotStart.at(option, "lacks its value; write " + option + " " + setting.label());
    }

    private static String orHelp(String suggestion, Verb verb) {
        return suggestion.isEmpty()
                ? "; " + verb.line() + " --help shows what there is"
                : suggestion;
    }
}
