package io.tieline.app.command;

import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import io.tieline.app.terminal.Screen;
import io.tieline.framework.LogLevel;
import io.tieline.framework.LogMessage;
import io.tieline.framework.McpClient;
import io.tieline.wire.McpException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows on stderr what the server logs.
 *
 * @param level from which on; null for nothing
 */
record ServerLog(Screen screen, @Nullable LogLevel level) {

    /** What the option says. */
    static ServerLog of(Screen screen, Given given) throws UsageException {
        var wanted = given.one(CommandOption.SERVER_LOG);
        if (wanted == null) {
            return new ServerLog(screen, LogLevel.INFO);
        }
        if (wanted.value().equals("none")) {
            return new ServerLog(screen, null);
        }
        var level = LogLevel.of(wanted.value());
        if (level == null) {
            throw wanted.wrong(
                    "\""
                            + wanted.value()
                            + "\" is not one of "
                            + Arrays.stream(LogLevel.values())
                                    .map(LogLevel::text)
                                    .collect(Collectors.joining(", "))
                            + ", none");
        }
        return new ServerLog(screen, level);
    }

    /** Asks for it, if the server logs at all. */
    void begin(McpClient client) {
        if (level != null && client.capabilities().get("logging") != null) {
            try {
                client.setLevel(level);
            } catch (McpException refused) {
                // It logs as it pleases, then.
            }
        }
    }

    /** Shows one message. */
    void show(LogMessage message) {
        if (level == null || message.level().compareTo(level) < 0) {
            return;
        }
        var style = screen.remarks();
        var name = message.level().text();
        boolean matters = message.level().compareTo(LogLevel.WARNING) >= 0;
        var logger = message.logger();
        screen.say(
                (matters ? style.doubtful(name) : style.faint(name))
                        + " "
                        + (logger == null ? "" : OneLine.of(logger) + ": ")
                        + OneLine.of(message.text()));
    }
}
