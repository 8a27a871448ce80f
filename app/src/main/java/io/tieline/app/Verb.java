package io.tieline.app;

import java.util.ArrayList;
import java.util.List;

/** What the program can be told to do by the first word of its command line. */
enum Verb {
    /** Nothing: there is no such word. */
    NONE,
    RUN,
    DEMO;

    /** The verb that this word is; {@link #NONE} if it is none. */
    static Verb of(String word) {
        return switch (word) {
            case "run" -> RUN;
            case "demo" -> DEMO;
            default -> NONE;
        };
    }

    /** The words that are verbs. */
    static List<String> words() {
        return List.of("run", "demo");
    }

    /** How a command line with it begins. */
    String line() {
        return switch (this) {
            case NONE -> "tieline";
            case RUN -> "tieline run";
            case DEMO -> "tieline demo";
        };
    }

    /** The options that may follow. */
    List<String> options() {
        var options = new ArrayList<>(Words.HELP);
        switch (this) {
            case NONE -> options.addAll(Words.VERSION);
            case RUN -> Setting.options().forEach(s -> options.add(String.valueOf(s.option())));
            case DEMO -> {}
        }
        return options;
    }
}
