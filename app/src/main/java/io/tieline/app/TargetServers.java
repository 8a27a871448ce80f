package io.tieline.app;

import io.tieline.app.command.ConnectableServers;
import io.tieline.app.command.Given;
import io.tieline.app.command.Target;
import io.tieline.app.command.UnreachableException;
import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.FileAtHand;
import io.tieline.app.config.Setting;
import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import io.tieline.app.terminal.Screen;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the servers of a {@link Target}, and makes ready what is needed to reach them. */
final class TargetServers {

    private final Screen screen;
    private final Map<String, String> environment;

    TargetServers(Screen screen, Map<String, String> environment) {
        this.screen = screen;
        this.environment = environment;
    }

    /** Opens them; nothing is connected yet. */
    ConnectableServers open(Target target, Given given)
            throws UsageException, UnreachableException {
        var line = line(target, given);
        var choices = LineChoices.read(line, environment, new ConsoleTerminal());
        return PlannedServers.open(Planner.plan(choices), environment);
    }

    /** The line of {@code tieline run} that would serve the same. */
    RunLine line(Target target, Given given) throws UsageException {
        var said = RunLine.choices(given.options(), given.command());
        return switch (target) {
            case Target.Program _ -> new RunLine(List.of(), said);
            case Target.Url(var url) ->
                    new RunLine(
                            List.of(), said.with(Setting.BACKEND, ConfigValue.of(url, "TARGET")));
            case Target.ServersOf(var file) -> new RunLine(List.of(file), said);
            case Target.AtHand() -> new RunLine(List.of(atHand(null)), said);
            case Target.Named(var name) ->
                    new RunLine(
                            List.of(atHand(name)),
                            said.with(Setting.SERVER, ConfigValue.of(name, "TARGET")));
        };
    }

    private String atHand(@Nullable String server) throws UsageException {
        var file = FileAtHand.find(Path.of(""), environment, server).toString();
        screen.remark("using " + OneLine.of(file));
        return file;
    }
}
