package io.tieline.app;

import io.tieline.app.config.Configuration;
import io.tieline.app.config.Setting;
import io.tieline.app.config.UsageException;

/** Refuses a setting that would do nothing beside the others: nothing is read and ignored. */
final class ConfigValidation {

    private ConfigValidation() {}

    static void check(Configuration choices) throws UsageException {
        requireOneBackend(choices);
        for (var setting : choices.settings()) {
            var problem =
                    switch (setting.needs()) {
                        case NOTHING -> null;
                        case HTTP_FRONT ->
                                choices.has(Setting.STDIO)
                                        ? "has no meaning with --stdio, where nobody listens"
                                        : null;
                        case URL ->
                                choices.has(Setting.COMMAND)
                                        ? "is for a server behind a URL, not for a command"
                                        : null;
                        case COMMAND ->
                                choices.has(Setting.BACKEND)
                                        ? "is for a command, not for a server behind a URL"
                                        : null;
                    };
            if (problem != null) {
                throw choices.all(setting).getFirst().wrong(problem + "; leave one of them out");
            }
        }
        var forwarded = choices.one(Setting.FORWARD_HEADER);
        if (forwarded != null && choices.has(Setting.STDIO)) {
            throw forwarded.wrong(
                    "with --stdio the client sends no headers; leave one of them out");
        }
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
