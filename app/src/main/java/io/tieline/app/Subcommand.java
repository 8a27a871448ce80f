package io.tieline.app;

import io.tieline.app.config.Setting;
import io.tieline.app.config.Setting.Shape;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** What the program can be told to do by the first word of its command line. */
enum Subcommand {
    /** Nothing: there is no such word. */
    NONE,
    RUN,
    DEMO;

    /** The verb that this word is; {@link #NONE} if it is none. */
    static Subcommand of(String word) {
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
    Options syntax() {
        var options = new Options().addOption("h", "help", false, null);
        switch (this) {
            case NONE -> options.addOption("V", "version", false, null);
            case RUN -> Setting.options().forEach(setting -> options.addOption(option(setting)));
            case DEMO -> {}
        }
        return options;
    }

    private static Option option(Setting setting) {
        var name = String.valueOf(setting.option()).substring("--".length());
        return Option.builder().longOpt(name).hasArg(setting.shape() != Shape.FLAG).get();
    }

    /** The options that may follow, as they are written. */
    List<String> options() {
        var options = new ArrayList<String>();
        for (var option : syntax().getOptions()) {
            if (option.getOpt() != null) {
                options.add("-" + option.getOpt());
            }
            options.add("--" + option.getLongOpt());
        }
        return options;
    }
}
