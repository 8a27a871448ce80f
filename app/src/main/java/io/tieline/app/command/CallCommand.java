package io.tieline.app.command;

import io.tieline.app.config.ConfigValue;
import io.tieline.app.config.GivenFile;
import io.tieline.app.config.Suggestions;
import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import io.tieline.app.terminal.Screen;
import io.tieline.framework.CallResult;
import io.tieline.framework.Content;
import io.tieline.framework.McpClient;
import io.tieline.framework.RequestOptions;
import io.tieline.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;

/** {@code tieline call}: one call of a tool, with all that it asks in between. */
public final class CallCommand {

    private final Surroundings here;
    private final Screen screen;

    /** The command in these surroundings. */
    public CallCommand(Surroundings here) {
        this.here = here;
        this.screen = here.screen();
    }

    /** Calls, and says how that went. */
    public ExitCode run(Given given) throws UsageException {
        var operands = Operands.about("TOOL", given);
        var questions = Answerer.of(here, given);
        var log = ServerLog.of(screen, given);
        var files = files(given, operands.subject());
        return new Connection(here)
                .to(
                        operands.target(),
                        given,
                        client -> questions.shape(client).onLog(log::show),
                        client -> {
                            log.begin(client);
                            var tool = tool(client, operands.subject());
                            var arguments = ToolArguments.of(tool, operands.values(), here.in());
                            var result = call(client, operands.subject(), arguments);
                            return show(result, given.has(CommandOption.JSON), files);
                        });
    }

    /** Where files of a result go. */
    static ResultFiles files(Given given, String stem) throws UsageException {
        var folder = given.one(CommandOption.OUT);
        return new ResultFiles(
                GivenFile.path(folder == null ? ConfigValue.of(".", "--out") : folder), stem);
    }

    private Json tool(McpClient client, String name) throws UsageException {
        var away = new LinkedHashMap<String, String>();
        var tools = Offer.tools(client, away);
        for (var tool : tools) {
            if (name.equals(tool.text("name"))) {
                return tool;
            }
        }
        away.forEach((server, reason) ->
                screen.remark(OneLine.of(server + " is not listed: " + reason)));
        var names = tools.stream().map(tool -> String.valueOf(tool.text("name"))).toList();
        throw new UsageException("there is no tool " + name + orNames(name, names));
    }

    /** The name that was probably meant, or those that there are. */
    static String orNames(String name, List<String> names) {
        var suggestion = Suggestions.suggestion(name, names);
        if (!suggestion.isEmpty()) {
            return suggestion;
        }
        var ending = names.stream().filter(one -> one.endsWith("__" + name)).findFirst();
        return ending.map(one -> "; did you mean " + one + "?")
                .orElse("; there are " + String.join(", ", names));
    }

    private CallResult call(McpClient client, String tool, Json arguments) {
        var bar = new ProgressBar(screen);
        var pending = client.startTool(tool, arguments, RequestOptions.progress(bar::show));
        here.interruptions().next(() -> pending.cancel("The user interrupted the call"));
        try {
            return pending.await();
        } finally {
            bar.end();
        }
    }

    private ExitCode show(CallResult result, boolean asJson, ResultFiles files)
            throws UsageException {
        if (asJson) {
            screen.answer(result.json().toString());
        } else if (result.isError()) {
            screen.remark("the tool failed:");
            screen.say(OneLine.paragraphs(result.text()));
        } else {
            answer(result, files);
        }
        return result.isError() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void answer(CallResult result, ResultFiles files) throws UsageException {
        List<Content> blocks = result.content();
        var structured = result.structuredContent();
        var answers = new Answers(screen, files);
        if (structured != null && blocks.isEmpty()) {
            answers.json(structured);
        } else {
            answers.show(blocks);
        }
    }
}
