package io.tieline.app;

import io.tieline.app.Setting.Shape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
record Words(
        Verb verb,
        boolean help,
        boolean version,
        Map<Setting, List<String>> options,
        @Nullable String file) {

    static final List<String> HELP = List.of("-h", "--help");
    static final List<String> VERSION = List.of("-V", "--version");

    /** Reads them; where help or the version is asked for, the others may be wrong. */
    static Words of(List<String> words) throws CannotStart {
        var verb = words.isEmpty() ? Verb.NONE : Verb.of(words.getFirst());
        var rest = verb == Verb.NONE ? words : words.subList(1, words.size());
        boolean version = verb == Verb.NONE && rest.stream().anyMatch(VERSION::contains);
        boolean help = rest.stream().anyMatch(HELP::contains);
        var reader = new Reader(verb, rest);
        if (!version && !help) {
            reader.read();
        }
        return new Words(verb, help, version, reader.options, reader.file);
    }

    /** Goes through the words once. */
    private static final class Reader {

        private final Map<Setting, List<String>> options = new EnumMap<>(Setting.class);
        private final Verb verb;
        private final List<String> words;
        private int next;
        private @Nullable String file;

        Reader(Verb verb, List<String> words) {
            this.verb = verb;
            this.words = words;
        }

        void read() throws CannotStart {
            while (next < words.size()) {
                var word = words.get(next++);
                if (word.startsWith("-") && word.length() > 1) {
                    option(word);
                } else if (verb == Verb.RUN && file == null) {
                    file = word;
                } else {
                    throw Complaints.ofWord(word, verb);
                }
            }
        }

        private void option(String word) throws CannotStart {
            int equals = word.indexOf('=');
            var name = name(word);
            if (!verb.options().contains(name)) {
                throw Complaints.ofOption(name, verb);
            }
            var setting = Setting.ofOption(name);
            boolean takesValue = setting != null && setting.shape() != Shape.FLAG;
            if (setting == null || (equals >= 0 && !takesValue)) {
                throw Complaints.takesNoValue(name, word);
            }
            var value = equals >= 0 ? word.substring(equals + 1) : takesValue ? value(setting) : "";
            options.computeIfAbsent(setting, _ -> new ArrayList<>()).add(value);
        }

        /** The next word; another option is none, since the value was forgotten then. */
        private String value(Setting setting) throws CannotStart {
            if (next == words.size() || isOption(words.get(next))) {
                throw Complaints.lacksValue(setting);
            }
            return words.get(next++);
        }

        private static boolean isOption(String word) {
            return Setting.ofOption(name(word)) != null;
        }

        private static String name(String word) {
            int equals = word.indexOf('=');
            return equals < 0 ? word : word.substring(0, equals);
        }
    }
}
