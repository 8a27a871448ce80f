package io.tieline.app;

import io.tieline.app.config.Configuration;
import io.tieline.app.config.RunChoices;
import io.tieline.app.config.Setting;
import io.tieline.app.config.UsageException;

/** Refuses a setting that would do nothing beside the others: nothing is read and ignored. */
final class ConfigValidation {

    private ConfigValidation() {}

    static void check(RunChoices run) throws UsageException {
        for (var server : run.servers()) {
            check(server.choices());
        }
        check(run.front(), Setting.Needs.HTTP_FRONT);
    }

    private static void check(Configuration choices) throws UsageException {
        requireOneBackend(choices);
        check(choices, Setting.Needs.URL);
        check(choices, Setting.Needs.COMMAND);
        var forwarded = choices.one(Setting.FORWARD_HEADER);
        if (forwarded != null && choices.has(Setting.STDIO)) {
            throw forwarded.wrong(
                    "with --stdio the client sends no headers; leave one of them out");
        }
    }

    /** Looks at the settings that need this. */
    private static void check(Configuration choices, Setting.Needs needs) throws UsageException {
        boolean isMissing =
                switch (needs) {
                    case NOTHING -> false;
                    case HTTP_FRONT -> choices.has(Setting.STDIO);
                    case URL -> choices.has(Setting.COMMAND);
                    case COMMAND -> choices.has(Setting.BACKEND);
                };
        for (var setting : choices.settings()) {
            if (isMissing && setting.needs() == needs) {
                throw choices.all(setting)
                        .getFirst()
                        .wrong(problem(needs) + "; leave one of them out");
            }
        }
    }

    private static String problem(Setting.Needs needs) {
        return switch (needs) {
            case NOTHING, HTTP_FRONT -> "has no meaning with --stdio, where nobody listens";
            case URL -> "is for a server behind a URL, not for a command";
            case COMMAND -> "is for a command, not for a server behind a URL";
        };
    }

    private static void requireOneBackend(Configuration choices) throws UsageException {
        var command = choices.one(Setting.COMMAND);
        var url = choices.one(Setting.BACKEND);
        if (command == null && url == null) {
            throw new UsageException(
                    "no server to connect to; name a CONFIG.json, --backend URL, or -- COMMAND"
                            + " ARG... (tieline run --help shows examples)");
        }
        if (command != null && url != null) {
            throw url.wrong(
                    "there is a command as well ("
                            + choices.all(Setting.COMMAND).getFirst().place()
                            + "), and one gateway serves one server; leave one of them out");
        }
    }
}
