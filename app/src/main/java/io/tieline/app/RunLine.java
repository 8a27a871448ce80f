package io.tieline.app;

import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.Configuration;
import io.tieline.app.config.LineOption;
import io.tieline.app.config.Setting;
import io.tieline.app.config.Setting.Shape;
import io.tieline.app.config.UsageException;
import java.util.List;
import java.util.Map;

/**
 * What stands on the command line of {@code tieline run}.
 *
 * @param files the configuration files
 * @param choices the options, and the command after {@code --}
 */
record RunLine(List<String> files, Configuration choices) {

    /**
     * @param words what stands before {@code --}
     * @param command what stands behind it
     */
    static RunLine of(CommandLineWords words, List<String> command) throws UsageException {
        return new RunLine(words.operands(), choices(words.options(), command));
    }

    /** The settings among the options, and the command. */
    static Configuration choices(Map<LineOption, List<String>> options, List<String> command)
            throws UsageException {
        var choices = Configuration.NONE;
        for (var option : options.entrySet()) {
            if (option.getKey().shape() == Shape.ONE && option.getValue().size() > 1) {
                throw UsageException.at(
                        String.valueOf(option.getKey().option()),
                        "is given twice; leave one of them out");
            }
            if (option.getKey() instanceof Setting setting) {
                for (var value : option.getValue()) {
                    choices = choices.with(setting, given(setting, value));
                }
            }
        }
        for (var word : command) {
            choices =
                    choices.with(Setting.COMMAND, ConfigValue.of(word, "-- " + command.getFirst()));
        }
        return choices;
    }

    private static ConfigValue given(Setting setting, String value) throws UsageException {
        var option = String.valueOf(setting.option());
        if (setting.shape() != Shape.NAMED) {
            return ConfigValue.of(value, option);
        }
        var separator = setting == Setting.HEADER ? ":" : "=";
        int at = value.indexOf(separator);
        if (at < 1) {
            // Not quoted here: what lacks its name may be a value that is secret.
            boolean otherWay = value.indexOf(setting == Setting.HEADER ? '=' : ':') > 0;
            throw UsageException.at(
                    option,
                    (otherWay
                                    ? "name and value are separated by " + separator
                                    : "the value lacks its name")
                            + "; write "
                            + option
                            + " "
                            + setting.label());
        }
        return new ConfigValue(
                value.substring(0, at).strip(),
                setting == Setting.HEADER
                        ? value.substring(at + 1).strip()
                        : value.substring(at + 1),
                option);
    }
}
