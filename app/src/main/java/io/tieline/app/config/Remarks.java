package io.tieline.app.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is read and not used, for the operator to know. For one thread. */
final class Remarks {

    private final boolean stdio;
    private final Set<String> ofOthers = new LinkedHashSet<>();
    private final Set<String> idle = new LinkedHashSet<>();
    private final Set<String> misplaced = new LinkedHashSet<>();

    /**
     * @param stdio whether one client is served that has started us
     */
    Remarks(boolean stdio) {
        this.stdio = stdio;
    }

    void ignored(List<String> keys) {
        ofOthers.addAll(keys);
    }

    void misplaced(List<String> keys) {
        misplaced.addAll(keys);
    }

    /**
     * One file serves both ways: with {@code --stdio}, what it says about listening is set aside.
     */
    Configuration applicable(Configuration written) {
        var applicable = written;
        for (var setting : written.settings()) {
            if (stdio && setting.needs() == Setting.Needs.HTTP_FRONT) {
                applicable = applicable.without(setting);
                idle.add(String.valueOf(setting.key()));
            }
        }
        return applicable;
    }

    List<String> sentences() {
        var sentences = new ArrayList<String>();
        say("keys of other tools, ignored", ofOthers, sentences);
        say("not used with --stdio", idle, sentences);
        say(
                "beside the servers and ignored; move into \"" + ConfigFile.TIELINE + "\"",
                misplaced,
                sentences);
        return sentences;
    }

    private static void say(String what, Set<String> keys, List<String> sentences) {
        if (!keys.isEmpty()) {
            sentences.add(what + ": " + String.join(", ", keys));
        }
    }
}
