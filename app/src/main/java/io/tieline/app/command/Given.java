package io.tieline.app.command;

import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.LineOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a command's word. Immutable.
 *
 * @param options the values of each option that is given, as written; of a flag, one that is empty
 * @param operands what is neither an option nor its value
 * @param command what stands behind {@code --}; empty if nothing does
 */
public record Given(
        Map<LineOption, List<String>> options, List<String> operands, List<String> command) {

    public Given {
        options = Map.copyOf(options);
        operands = List.copyOf(operands);
        command = List.copyOf(command);
    }

    /** Whether the option is given. */
    public boolean has(LineOption option) {
        return options.containsKey(option);
    }

    /** The option's value, and where it stands; null if it is not given. */
    public @Nullable ConfigValue one(LineOption option) {
        var values = options.get(option);
        return values == null
                ? null
                : ConfigValue.of(values.getLast(), String.valueOf(option.option()));
    }

    /** All values of an option. */
    public List<String> all(LineOption option) {
        return options.getOrDefault(option, List.of());
    }
}
