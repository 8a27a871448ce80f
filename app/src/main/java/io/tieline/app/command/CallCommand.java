package io.tieline.app.command;

import io.tieline.app.config.Suggestions;
import io.tieline.app.config.UsageException;
import io.tieline.app.terminal.OneLine;
import io.tieline.framework.CallResult;
import io.tieline.framework.McpClient;
import io.tieline.wire.Json;
import io.tieline.wire.Method;
import java.util.LinkedHashMap;
import java.util.List;

/** {@code tieline call}: one call of a tool, with all that it asks in between. */
public final class CallCommand {

    private final Surroundings here;

    /** The command in these surroundings. */
    public CallCommand(Surroundings here) {
        this.here = here;
    }

    /** Calls, and says how that went. */
    public ExitCode run(Given given) throws UsageException {
        var errand = new Errand(here, given, "TOOL");
        return errand.run(client -> call(errand, client));
    }

    private ExitCode call(Errand errand, McpClient client) throws UsageException {
        var operands = errand.operands();
        var tool = tool(client, operands.subject());
        var arguments = ToolArguments.of(tool, operands.values(), here.in());
        var params = Json.object("name", operands.subject(), "arguments", arguments);
        var result = new CallResult(errand.result(client, Method.TOOLS_CALL, params));
        if (!errand.isWrittenAsJson(result.json())) {
            show(errand, result);
        }
        return result.isError() ? ExitCode.FAILED : ExitCode.DONE;
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
                here.screen().remark(OneLine.of(server + " is not listed: " + reason)));
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
                .orElse(names.isEmpty() ? "" : "; there are " + String.join(", ", names));
    }

    private void show(Errand errand, CallResult result) throws UsageException {
        var structured = result.structuredContent();
        if (result.isError()) {
            here.screen().remark("the tool failed:");
            here.screen().say(OneLine.paragraphs(result.text()));
        } else if (structured != null && result.content().isEmpty()) {
            errand.answers().json(structured);
        } else {
            errand.answers().show(result.content());
        }
    }
}
